//! One container: its id, what it is asked to be, and the file that says so.

mod boot;
mod compose_file;
mod cuid;
mod definition;
mod image_name;
mod memory;
mod spec;
mod validate;

pub use boot::{Boot, Program, wanted_boot_file};
pub use cuid::Cuid;
pub use definition::{Definition, Idempotency};
pub use memory::Memory;
pub use spec::{Limits, Port, Spec};
pub use validate::{HostLimits, validate_create, validate_image, validate_ports, validate_update};
