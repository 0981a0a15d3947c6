use super::{Understood, is_meant, understand};
use crate::{pages::containers::form::FilledPort, text};
use proptest::prelude::*;

fn read(line: &str) -> Understood {
    understand(line).unwrap_or_else(|why| unreachable!("{line}: {why}"))
}

fn port(host: &str, container: &str, protocol: &str, ip: Option<&str>) -> FilledPort {
    FilledPort {
        host: host.to_owned(),
        container: container.to_owned(),
        protocol: protocol.to_owned(),
        host_ip: ip.map(str::to_owned),
    }
}

#[test]
fn a_whole_line_fills_the_form() {
    let Understood { filled, notes } = read(
        r#"$ sudo docker run -d --name shop \
             -e MODE=quiet --env "GREETING=good day" -p 8080:80 -m 512m --cpus=1.5 --pids-limit 100 \
             -u 1000:1000 --restart unless-stopped nginx:alpine nginx -g 'daemon off;'"#,
    );
    let env = [("MODE", "quiet"), ("GREETING", "good day")];
    assert_eq!(filled.image, "nginx:alpine");
    assert_eq!(filled.name, "shop");
    assert_eq!(filled.env, env.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(filled.ports, [port("8080", "80", "tcp", None)]);
    assert_eq!((&*filled.memory, &*filled.cpus, &*filled.pids), ("512m", "1.5", "100"));
    assert_eq!((&*filled.user, &*filled.restart), ("1000:1000", "unless-stopped"));
    assert_eq!(filled.command, "nginx -g 'daemon off;'");
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn short_options_share_a_dash_and_hold_their_values() {
    let Understood { filled, notes } = read("docker run -itp80:80 -eA=b=c -m=1g -dit redis");
    assert_eq!(filled.ports, [port("80", "80", "tcp", None)]);
    assert_eq!(filled.env, [("A".to_owned(), "b=c".to_owned())]);
    assert_eq!((&*filled.memory, &*filled.image), ("1g", "redis"));
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn ports_are_read_as_docker_reads_them() {
    for (text, expected) in [
        ("80", vec![port("", "80", "tcp", None)]),
        ("53:53/udp", vec![port("53", "53", "udp", None)]),
        ("127.0.0.1:8080:80", vec![port("8080", "80", "tcp", Some("127.0.0.1"))]),
        ("127.0.0.1::80", vec![port("", "80", "tcp", Some("127.0.0.1"))]),
        ("[::1]:8080:80", vec![port("8080", "80", "tcp", Some("::1"))]),
        ("9000-9001:80-81", vec![port("9000", "80", "tcp", None), port("9001", "81", "tcp", None)]),
    ] {
        assert_eq!(read(&format!("docker run -p {text} x")).filled.ports, expected, "{text}");
    }
    for text in ["eighty", "80:", "1-65535", "8000-8001:80", "80/sctp", "0", "70000:80", ":::"] {
        let Understood { filled, notes } = read(&format!("docker run -p {text} x"));
        assert_eq!((filled.ports, notes.len()), (vec![], 1), "{text}");
    }
}

#[test]
fn what_is_not_taken_over_is_said() {
    for (line, expected) in [
        ("docker run --env-file .env x", "Paste what is in it"),
        ("docker run -l a=b x", "Labels are not taken over"),
        ("docker run -v /srv:/data x", "its folder /app"),
        ("docker run --rm x", "stays here until it is deleted"),
        ("docker run -e TOKEN x", "TOKEN had its value from the shell"),
        ("docker run --gpus all x", "--gpus all is not taken over"),
        ("docker run --made-up x", "--made-up is not known"),
        ("docker run -Z x", "-Z is not known"),
        ("docker run --restart on-failure:3 x", "without a limit"),
        ("docker run -e A=$HOME x", "A $ stays as it is"),
        ("docker run x sh && rm y", "What follows “&&”"),
    ] {
        let notes = read(line).notes;
        assert!(notes.iter().any(|note| note.contains(expected)), "{line}: {notes:?}");
    }
    assert_eq!(read("docker run x sh -c 'a && b' && c").filled.command, "sh -c 'a && b'");
    assert_eq!(read("docker run --network host x").filled.image, "x");
}

#[test]
fn what_is_no_such_line_is_refused_in_words() {
    for (line, expected) in [
        ("", "begins with “docker run”"),
        ("docker ps", "begins with “docker run”"),
        ("run x", "begins with “docker run”"),
        ("docker run", "no image"),
        ("docker run -d --", "no image"),
        ("docker run -e", "-e has no value"),
        ("docker run x 'a", "A quote is not closed"),
        ("docker run x \\", "A quote is not closed"),
    ] {
        let why = understand(line).err().unwrap_or_default();
        assert!(why.contains(expected), "{line}: {why}");
    }
    let huge = format!("docker run x {}", "a ".repeat(1 << 20));
    assert!(understand(&huge).is_err_and(|why| why.contains("too long")));
}

#[test]
fn what_is_meant_is_recognised() {
    for (text, meant) in [
        ("docker run x", true),
        ("$ docker container run \\\n x", true),
        ("sudo podman run x", true),
        ("docker", false),
        ("docker.io/library/nginx", false),
        ("", false),
    ] {
        assert_eq!(is_meant(text), meant, "{text}");
    }
}

proptest! {
    #[test]
    fn nothing_that_is_pasted_breaks_it(line in "(docker run )?[-a-z=:'\"\\\\ $ü\n]{0,200}") {
        let _ = (understand(&line), is_meant(&line));
    }

    #[test]
    fn a_command_comes_out_as_it_went_in(words in prop::collection::vec("[^&|;<>]{1,20}", 1..6)) {
        let line = format!("docker run x {}", text::join(&words));
        prop_assert_eq!(text::split(&read(&line).filled.command), Ok(words));
    }
}
