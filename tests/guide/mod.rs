//! The guide's own examples, unchanged, in their own languages.
//!
//! An example assumes names that an earlier one made and often ends without looking at what it
//! got. So each has a driver beside this file, in its language, that makes those names, takes the
//! example in where a line says `GUIDE: <heading> -> <next heading>`, and checks what came of it.
//!
//! The examples say `localhost:8080`. Each server and its clients have a network of their own, so
//! that they never meet another server there.

mod containers;
mod files;
mod helpers;
mod operation;
mod terminal;
