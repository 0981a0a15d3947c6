mod history;
mod latest;
mod live;
