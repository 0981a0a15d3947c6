//! What holds for every request, whatever it asks for.

mod action_log;
mod credentials;
mod documentation;
mod events;
mod health;
mod origin;
mod pages;
mod protocol;
mod session;
