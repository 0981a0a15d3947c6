//! What is written for people, and what they write for programs: the same on both sides, so that
//! the page the server renders is the page the browser expects.

mod amount;
mod ansi;
mod clock;
mod command;
mod diff;
mod dotenv;
mod outcome;
mod path;
mod yaml;

pub(crate) use amount::{about_bytes, bytes, decimals};
pub(crate) use ansi::{Color, Style, Styled};
pub(crate) use clock::{exact, moment, nanoseconds, seconds, since, time_of_day};
pub(crate) use command::{join, split};
pub(crate) use diff::{Change, diff};
pub(crate) use dotenv::variables;
pub(crate) use outcome::{ended, exited};
pub(crate) use path::{beneath, extension, file_name, numbered, parent};
pub(crate) use yaml::{YamlLine, yaml_lines};
