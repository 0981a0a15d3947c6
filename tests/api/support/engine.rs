use super::{TestApp, docker::Docker};
use serde_json::Value;
use std::{fs, path::Path};

impl TestApp {
    /// The engine that this server uses.
    pub(crate) const fn docker(&self) -> &Docker {
        &self.options.docker
    }

    /// The name of this server's Compose project.
    pub(crate) fn project(&self) -> String {
        let file = fs::read_to_string(self.data().join(".env")).expect("data/.env is there");
        file.lines()
            .find_map(|line| line.strip_prefix("COMPOSE_PROJECT_NAME="))
            .expect("it names the project")
            .to_owned()
    }

    /// The ids that the engine has for a container; more than one is a fault.
    pub(crate) async fn engine_ids(&self, cuid: &str) -> Vec<String> {
        let service = format!("label=com.docker.compose.service={cuid}");
        let project = format!("label=com.docker.compose.project={}", self.project());
        let ids = self
            .docker()
            .run(&[
                "ps",
                "--all",
                "--quiet",
                "--no-trunc",
                "--filter",
                &service,
                "--filter",
                &project,
            ])
            .await;
        ids.lines().map(str::to_owned).collect()
    }

    /// What the engine knows of a container, of which there must be exactly one.
    pub(crate) async fn inspect(&self, cuid: &str) -> Value {
        match &self.engine_ids(cuid).await[..] {
            [id] => self.docker().inspect(id).await,
            ids => panic!("not one container for {cuid}: {ids:?}"),
        }
    }

    /// Id, service and state of every container of this project, sorted.
    pub(crate) async fn engine_lines(&self) -> Vec<String> {
        let project = format!("label=com.docker.compose.project={}", self.project());
        let format = r#"{{.ID}} {{.Label "com.docker.compose.service"}} {{.State}}"#;
        let lines =
            self.docker().run(&["ps", "--all", "--filter", &project, "--format", format]).await;
        let mut lines: Vec<String> = lines.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }
}

/// Removes every container and network of the project that a data folder belongs to.
pub(crate) fn remove_project(docker: &Docker, data: &Path) {
    let Ok(file) = fs::read_to_string(data.join(".env")) else { return };
    let project = file.trim().trim_start_matches("COMPOSE_PROJECT_NAME=");
    let containers = format!("label=com.docker.compose.project={project}");
    let networks = format!("label=io.wharfinger.project={project}");
    let list_and_remove = [
        (vec!["ps", "--all", "--quiet", "--filter", &containers], ["rm", "--force"]),
        (vec!["network", "ls", "--quiet", "--filter", &networks], ["network", "rm"]),
    ];
    for (list, remove) in list_and_remove {
        let Ok(listed) = docker.command(&list).output() else { continue };
        let ids = String::from_utf8_lossy(&listed.stdout).into_owned();
        let command: Vec<&str> = remove.into_iter().chain(ids.split_whitespace()).collect();
        if command.len() > remove.len() {
            let _ = docker.command(&command).output();
        }
    }
}
