use super::{
    super::{Engine, EngineError, ImageProblem},
    credentials,
};
use app::types::PullLayer;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::{Method, Request};
use serde::Deserialize;
use std::collections::HashMap;

/// The longest line of the engine's that is read, in bytes.
const LINE: usize = 1 << 20;

/// How far a pull is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PullProgress {
    /// Bytes that are there.
    pub current: u64,
    /// Bytes of all layers that are known so far.
    pub total: u64,
    /// Each layer, in the order in which the registry names them.
    pub layers: Vec<PullLayer>,
    /// What the engine said last of the whole.
    pub message: String,
    /// Bytes that were fetched and bytes in all, by layer.
    fetched: HashMap<String, (u64, u64)>,
}

/// A line of the engine's.
#[derive(Debug, Default, Deserialize)]
struct Step {
    id: Option<String>,
    #[serde(default)]
    status: String,
    #[serde(default, rename = "progressDetail")]
    progress: Numbers,
    error: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Numbers {
    current: Option<u64>,
    total: Option<u64>,
}

impl PullProgress {
    /// 0 to 100, where the layers' sizes are known.
    pub fn percent(&self) -> Option<u8> {
        let percent = self.current.saturating_mul(100).checked_div(self.total)?;
        u8::try_from(percent.min(100)).ok()
    }

    fn note(&mut self, step: Step) {
        let Some(id) = step.id else {
            self.message = step.status;
            return;
        };
        // the first line names the tag as if it were a layer
        if step.status.starts_with("Pulling from") {
            self.message = step.status;
            return;
        }
        let Numbers { current, total } = step.progress;
        match (step.status.as_str(), current, total) {
            ("Downloading", Some(current), Some(total)) => {
                self.fetched.insert(id.clone(), (current, total));
            }
            ("Download complete" | "Pull complete", ..) => {
                if let Some((current, total)) = self.fetched.get_mut(&id) {
                    *current = *total;
                }
            }
            _ => {}
        }
        let sum = |part: fn(&(u64, u64)) -> u64| {
            self.fetched.values().map(part).fold(0, u64::saturating_add)
        };
        (self.current, self.total) = (sum(|(current, _)| *current), sum(|(_, total)| *total));
        let layer =
            PullLayer { id, status: step.status, current_bytes: current, total_bytes: total };
        match self.layers.iter_mut().find(|known| known.id == layer.id) {
            Some(known) => *known = layer,
            None => self.layers.push(layer),
        }
    }
}

impl Engine {
    /// Pulls an image, as whom `docker login` logged in at its registry, and tells how far it is.
    /// Dropped half-way, the engine gives it up.
    pub async fn pull(
        &self,
        image: &str,
        mut tell: impl FnMut(&PullProgress) + Send,
    ) -> Result<(), EngineError> {
        let refused = |reason| EngineError::Image(ImageProblem { image: image.to_owned(), reason });
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("fromImage", &tagged(image))
            .finish();
        let mut request = Request::builder().method(Method::POST);
        // bollard writes it in an alphabet that the engine does not read
        if let Some(credentials) = credentials::find(image).await {
            request = request.header("X-Registry-Auth", credentials);
        }
        let answer = self.send(request, &format!("/images/create?{query}"), Bytes::new()).await;
        let mut body = match answer {
            Ok(answer) => answer.into_body(),
            Err(EngineError::Engine(words)) => return Err(refused(words)),
            Err(error) => return Err(error),
        };
        let (mut progress, mut text) = (PullProgress::default(), BytesMut::new());
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(EngineError::unavailable)?;
            let Ok(data) = frame.into_data() else { continue };
            text.extend_from_slice(&data);
            while let Some(end) = text.iter().position(|byte| *byte == b'\n') {
                let line = text.split_to(end + 1);
                let Ok(step) = serde_json::from_slice::<Step>(&line) else { continue };
                if let Some(words) = step.error {
                    return Err(refused(words));
                }
                progress.note(step);
                tell(&progress);
            }
            if text.len() > LINE {
                return Err(EngineError::Unavailable("the engine's answer makes no sense".into()));
            }
        }
        Ok(())
    }
}

/// Without a tag or digest the engine would pull every tag there is.
fn tagged(image: &str) -> String {
    let last = image.rsplit('/').next().unwrap_or(image);
    if last.contains(':') || image.contains('@') {
        image.to_owned()
    } else {
        format!("{image}:latest")
    }
}

#[cfg(test)]
mod tests {
    use super::{PullProgress, Step, tagged};

    #[test]
    fn layers_and_bytes_are_counted_as_the_engine_tells_them() {
        let mut progress = PullProgress::default();
        for (line, current, total, layers) in [
            (r#"{"status":"Pulling from library/x","id":"latest"}"#, 0, 0, 0),
            (r#"{"status":"Pulling fs layer","progressDetail":{},"id":"a"}"#, 0, 0, 1),
            (r#"{"status":"Pulling fs layer","progressDetail":{},"id":"b"}"#, 0, 0, 2),
            (
                r#"{"status":"Downloading","progressDetail":{"current":30,"total":100},"progress":"[=> ]","id":"a"}"#,
                30,
                100,
                2,
            ),
            (
                r#"{"status":"Downloading","progressDetail":{"current":10,"total":300},"id":"b"}"#,
                40,
                400,
                2,
            ),
            (r#"{"status":"Download complete","progressDetail":{},"id":"a"}"#, 110, 400, 2),
            (
                r#"{"status":"Extracting","progressDetail":{"current":50,"total":100},"id":"a"}"#,
                110,
                400,
                2,
            ),
            (r#"{"status":"Pull complete","progressDetail":{},"id":"b"}"#, 400, 400, 2),
            (r#"{"status":"Digest: sha256:1"}"#, 400, 400, 2),
        ] {
            progress.note(serde_json::from_str::<Step>(line).unwrap());
            let seen = (progress.current, progress.total, progress.layers.len());
            assert_eq!(seen, (current, total, layers), "{line}");
        }
        assert_eq!(progress.percent(), Some(100));
        assert_eq!(progress.message, "Digest: sha256:1");
        assert_eq!(progress.layers[0].status, "Extracting");
        assert_eq!(progress.layers[0].current_bytes, Some(50));
    }

    #[test]
    fn one_tag_is_pulled() {
        for (image, pulled) in [
            ("busybox", "busybox:latest"),
            ("busybox:1", "busybox:1"),
            ("localhost:5000/a/b", "localhost:5000/a/b:latest"),
            ("a@sha256:1", "a@sha256:1"),
        ] {
            assert_eq!(tagged(image), pulled);
        }
    }
}
