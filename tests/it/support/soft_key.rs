//! A passkey made of software, and the browser around it: answers the questions of the server as a real one would.

use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use crypto_glue::ecdsa_p256::{
    EcdsaP256PrivateKey, EcdsaP256Signature, EcdsaP256SigningKey, EcdsaP256VerifyingKey, new_key,
};
use crypto_glue::traits::Signer;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const USER_IS_PRESENT: u8 = 0x01;
const USER_IS_VERIFIED: u8 = 0x04;
const HOLDS_A_KEY: u8 = 0x40;

/// One passkey on one device.
pub struct SoftKey {
    key: EcdsaP256PrivateKey,
    id: Vec<u8>,
    handle: String,
    uses: AtomicU32,
    /// Whether the device asks for a finger or a PIN.
    pub verifies: bool,
    /// The site the browser believes to be on.
    pub origin: String,
}

impl SoftKey {
    /// A device in a browser on this site, with no key for it yet.
    pub fn new(origin: &str) -> Self {
        let key = new_key();
        let id = Sha256::digest(public_point(&key)).to_vec();
        Self { key, id, handle: String::new(), uses: AtomicU32::new(0), verifies: true, origin: origin.to_owned() }
    }

    /// Makes the key that the server asks for.
    pub fn create(&mut self, options: &Value) -> Value {
        let asked = &options["publicKey"];
        asked["user"]["id"].as_str().unwrap().clone_into(&mut self.handle);
        let mut data = self.authenticator_data(asked["rp"]["id"].as_str().unwrap(), HOLDS_A_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        let client = self.client_data("webauthn.create", asked);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        self.credential(json!({ "clientDataJSON": BASE64.encode(client), "attestationObject": BASE64.encode(object) }))
    }

    /// Answers the server's question.
    pub fn get(&self, options: &Value) -> Value {
        let asked = &options["publicKey"];
        let data = self.authenticator_data(asked["rpId"].as_str().unwrap(), 0);
        let client = self.client_data("webauthn.get", asked);
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        let signature: EcdsaP256Signature = EcdsaP256SigningKey::from(&self.key).sign(&signed);
        self.credential(json!({
            "clientDataJSON": BASE64.encode(client), "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature.to_der().as_bytes()), "userHandle": self.handle,
        }))
    }

    fn authenticator_data(&self, site: &str, more: u8) -> Vec<u8> {
        let verified = if self.verifies { USER_IS_VERIFIED } else { 0 };
        let count = self.uses.fetch_add(1, Ordering::Relaxed) + 1;
        let mut data = Sha256::digest(site.as_bytes()).to_vec();
        data.push(USER_IS_PRESENT | verified | more);
        data.extend(count.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, asked: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    /// The public key as COSE: an elliptic curve point on P-256, for ES256.
    fn public_key(&self) -> Vec<u8> {
        let point = public_point(&self.key);
        let (x, y) = (&point[1..33], &point[33..65]);
        [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".as_slice(), x, b"\x22\x58\x20", y].concat()
    }

    fn credential(&self, response: Value) -> Value {
        let id = BASE64.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {} })
    }
}

fn public_point(key: &EcdsaP256PrivateKey) -> Vec<u8> {
    EcdsaP256VerifyingKey::from(&key.public_key()).to_sec1_point(false).as_bytes().to_vec()
}
