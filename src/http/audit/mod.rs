//! The domain as pages and server functions get it: what they do with which container, and how it
//! failed, is noted for the action log, since their paths don't say it.

mod containers;
mod files;
mod images;
mod logs;
mod plans;
mod sessions;

use super::request_info::RequestInfo;
use crate::domain::Domain;
use app::types::Failure;
use std::sync::Arc;

/// The domain, for one request.
pub(super) struct Audited {
    pub(super) domain: Arc<Domain>,
    pub(super) info: Arc<RequestInfo>,
}

impl Audited {
    fn note<T>(&self, result: Result<T, Failure>) -> Result<T, Failure> {
        result.inspect_err(|failure| self.info.set_failure(failure.clone()))
    }

    /// Says what is done with which container.
    fn begin(&self, action: &'static str, cuid: &str) {
        self.info.set_action(action);
        self.info.set_cuid(cuid);
    }
}
