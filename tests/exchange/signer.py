"""Signing with the openssl tool, as somebody without cpscore would."""

from pathlib import Path

from cpscore.exchange.container import manifest, pack
from tests.judges import openssl


class Signer:
    """A key and a self-signed certificate in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key, self.certificate = folder / "key.pem", folder / "certificate.pem"
        openssl(
            *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "365", "-subj", "/CN=Expert", "-utf8"),
            *("-keyout", str(self.key), "-out", str(self.certificate)),
        )

    def sign(self, data: bytes) -> bytes:
        """A detached CAdES signature in DER."""
        given, made = self.folder / "signed", self.folder / "signature"
        given.write_bytes(data)
        openssl(
            *("cms", "-sign", "-cades", "-binary", "-md", "sha256", "-in", str(given)),
            *("-signer", str(self.certificate), "-inkey", str(self.key)),
            *("-outform", "DER", "-out", str(made)),
        )
        return made.read_bytes()

    def verify(self, data: bytes, signature: bytes) -> str:
        """What openssl says about the signature; it raises where openssl refuses."""
        given, made = self.folder / "checked", self.folder / "its-signature"
        given.write_bytes(data)
        made.write_bytes(signature)
        return openssl(
            *("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", str(made)),
            *("-content", str(given), "-CAfile", str(self.certificate), "-purpose", "any"),
            *("-out", str(self.folder / "content")),
        )

    def packed(self, files: dict[str, bytes]) -> bytes:
        """A signed container of the files."""
        signed = manifest(files)
        return pack(files, signed, self.sign(signed))
