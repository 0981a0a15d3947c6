use super::{Engine, EngineError};
use bollard::{
    errors::Error,
    models::NetworkCreateRequest,
    query_parameters::{InspectNetworkOptions, ListNetworksOptionsBuilder},
};
use std::collections::HashMap;

impl Engine {
    /// How many bridge networks the engine has.
    pub async fn count_bridges(&self) -> Result<usize, EngineError> {
        let filters = HashMap::from([("driver", vec!["bridge"])]);
        let options = ListNetworksOptionsBuilder::new().filters(&filters).build();
        Ok(self.docker.list_networks(Some(options)).await?.len())
    }

    /// Makes the bridge network of that name where it is not there. Containers on it reach the
    /// world and their published ports, but not each other.
    ///
    /// One network for all, made beforehand: the engine has address pools for about thirty, and
    /// Compose calls that make the same one side by side leave duplicates.
    pub async fn ensure_network(&self, name: &str) -> Result<(), EngineError> {
        match self.docker.inspect_network(name, None::<InspectNetworkOptions>).await {
            Ok(_) => return Ok(()),
            Err(Error::DockerResponseServerError { status_code: 404, .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let options = [("com.docker.network.bridge.enable_icc", "false")];
        // Compose would warn of a network with its own project label that it has not made
        let labels = [("io.wharfinger.project", name)];
        let owned = |pairs: &[(&str, &str)]| -> HashMap<String, String> {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        let request = NetworkCreateRequest {
            name: name.to_owned(),
            driver: Some("bridge".to_owned()),
            options: Some(owned(&options)),
            labels: Some(owned(&labels)),
            ..NetworkCreateRequest::default()
        };
        self.docker.create_network(request).await?;
        Ok(())
    }
}
