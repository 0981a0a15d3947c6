//! Wharfinger's dashboard: pages rendered on the server and brought to life in the browser, the
//! server functions they call, and the types they share with REST.

pub mod api;
pub mod types;
