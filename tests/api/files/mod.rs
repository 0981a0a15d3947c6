mod hostile;
mod upload;
mod zip_bytes;
