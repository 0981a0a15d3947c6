mod pull;
mod registry;
mod remove;
mod see;
