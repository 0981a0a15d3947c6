mod live;
mod pages;
