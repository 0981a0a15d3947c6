use crate::shell;
use anyhow::Result;
use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::Command,
};

/// Files to move, and archives of them.
pub(super) struct Trees {
    /// 10,000 files of 3 KB in 100 folders: text, which compresses to a third or so.
    pub(super) small: PathBuf,
    pub(super) small_zip: PathBuf,
    /// One file of 1 GiB that does not compress.
    pub(super) large: PathBuf,
    pub(super) large_zip: PathBuf,
    /// 100,000 empty files in one folder.
    pub(super) crowd: PathBuf,
}

impl Trees {
    pub(super) fn make(at: &Path) -> Result<Self> {
        let [small, large, crowd] = ["small", "large", "crowd"].map(|name| at.join(name));
        let mut noise = Noise(1);
        for folder in 0..100 {
            let folder = small.join(folder.to_string());
            fs::create_dir_all(&folder)?;
            for number in 0..100 {
                fs::write(folder.join(format!("{number}.txt")), noise.text(3000))?;
            }
        }
        fs::create_dir_all(&large)?;
        let mut file = BufWriter::new(File::create(large.join("large.bin"))?);
        for _ in 0..(1_u64 << 30) / 8 {
            file.write_all(&noise.next().to_le_bytes())?;
        }
        file.into_inner()?.sync_all()?;
        fs::create_dir_all(&crowd)?;
        for number in 0..100_000 {
            File::create(crowd.join(number.to_string()))?;
        }
        let zip = |folder: &Path| -> Result<PathBuf> {
            let archive = folder.with_extension("zip");
            shell::run(
                Command::new("zip")
                    .args(["--quiet", "--recurse-paths", "-1"])
                    .arg(&archive)
                    .arg(".")
                    .current_dir(folder),
            )?;
            Ok(archive)
        };
        let (small_zip, large_zip) = (zip(&small)?, zip(&large)?);
        Ok(Self { small, small_zip, large, large_zip, crowd })
    }
}

/// The same numbers every time (a linear congruential generator with Knuth's factors).
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // the lower bits are the less random
        self.0 ^ self.0 >> 33
    }

    /// Words, as programs and their settings have them.
    fn text(&mut self, bytes: usize) -> String {
        const WORDS: [&str; 16] = [
            "let ", "self.", "return ", "config", "\n    ", "value", "(", ") ", "name", " = ",
            "\"", "error", "request", "_", ";\n", "for ",
        ];
        let mut text = String::with_capacity(bytes + 16);
        while text.len() < bytes {
            let number = self.next() >> 40;
            match number % 4 {
                0 => text.push_str(&number.to_string()),
                _ => text.push_str(WORDS[usize::try_from(number >> 8).unwrap_or(0) % WORDS.len()]),
            }
        }
        text
    }
}
