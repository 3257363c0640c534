//! Azurite, for tests that keep things in blobs.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Blobs, as Azurite keeps them: `MESHGOV_AZURITE` names its executable for blobs.
pub(crate) struct Azurite {
    child: Child,
    account: String,
    pub(crate) key: String,
    port: u16,
}

impl Drop for Azurite {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Azurite {
    #[expect(clippy::print_stdout, reason = "a skipped test says so")]
    pub(crate) fn start(folder: &Path) -> Option<Self> {
        let Some(executable) = std::env::var_os("MESHGOV_AZURITE").filter(|executable| !executable.is_empty()) else {
            println!("skipped: MESHGOV_AZURITE names no azurite-blob");
            return None;
        };
        // A key of this run alone.
        let key = data_encoding::BASE64.encode(format!("{} {}", folder.display(), jiff::Timestamp::now()).as_bytes());
        let account = "meshaudit".to_owned();
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let child = Command::new(executable)
            .args([
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                &port.to_string(),
                "--silent",
                "--disableTelemetry",
                "--skipApiVersionCheck",
                "--location",
            ])
            .arg(folder.join("azurite"))
            .env("AZURITE_ACCOUNTS", format!("{account}:{key}"))
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let azurite = Self {
            child,
            account,
            key,
            port,
        };
        for _ in 0..300 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                azurite.make_container("audits");
                return Some(azurite);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("azurite does not answer");
    }

    /// Makes a container, with a request that is signed as Azure Storage wants it.
    fn make_container(&self, name: &str) {
        let now = jiff::Timestamp::now();
        let date = jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&now)
            .unwrap();
        let text = format!(
            "PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:{date}\nx-ms-version:2021-08-06\n/{0}/{0}/{name}\nrestype:container",
            self.account
        );
        let key = ring::hmac::Key::new(
            ring::hmac::HMAC_SHA256,
            &data_encoding::BASE64.decode(self.key.as_bytes()).unwrap(),
        );
        let signature = data_encoding::BASE64.encode(ring::hmac::sign(&key, text.as_bytes()).as_ref());
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let status = runtime.block_on(async {
            let url = format!(
                "http://127.0.0.1:{}/{}/{name}?restype=container",
                self.port, self.account
            );
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let request = client
                .put(url)
                .header("x-ms-date", date)
                .header("x-ms-version", "2021-08-06")
                .header("content-length", "0")
                .header("authorization", format!("SharedKey {}:{signature}", self.account));
            request.send().await.unwrap().status().as_u16()
        });
        assert_eq!(status, 201);
    }

    /// What the environment must say for a store of this account.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        let pairs = [
            ("AZURE_STORAGE_ACCOUNT_NAME", self.account.clone()),
            ("AZURE_STORAGE_ACCOUNT_KEY", self.key.clone()),
            (
                "AZURE_STORAGE_ENDPOINT",
                format!("http://127.0.0.1:{}/{}", self.port, self.account),
            ),
            ("AZURE_ALLOW_HTTP", "true".to_owned()),
            ("NO_PROXY", "127.0.0.1".to_owned()),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value)).into()
    }
}
