"""pyHanko on the same scan with the same keys and servers: certify (P=2), approve (LTA), validate.

Arguments: folder, kind of key, address of the time stamp server, rounds. A line per round, after
two to warm up: milliseconds of signing, milliseconds of validation. Validation is offline.
"""

import asyncio
import logging
import sys
import time
from io import BytesIO
from pathlib import Path

from asn1crypto import keys, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    async_validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

logging.disable(logging.CRITICAL)
FOLDER, KIND, TSA, ROUNDS = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])


def certificate(name):
    return x509.Certificate.load((FOLDER / name).read_bytes())


ROOT, ISSUING = certificate("pki/root.der"), certificate("issuing.der")
SCAN = (FOLDER / "scan.pdf").read_bytes()
STAMPER = timestamps.HTTPTimeStamper(TSA)


def signer(name):
    return signers.SimpleSigner(
        signing_cert=certificate(f"{KIND}-{name}.der"),
        signing_key=keys.PrivateKeyInfo.load((FOLDER / f"{KIND}-{name}.key").read_bytes()),
        cert_registry=SimpleCertificateStore.from_certs([ISSUING, ROOT]),
    )


async def sign(document, name, **options):
    writer = IncrementalPdfFileWriter(BytesIO(document))
    if options.get("certify"):
        for field in ("leader", "agency"):
            fields.append_signature_field(writer, fields.SigFieldSpec(field))
    out = await signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=name,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            **options,
        ),
        signer=signer(name),
        timestamper=STAMPER,
    ).async_sign_pdf(writer)
    return out.getvalue()


async def make_copy():
    certified = await sign(
        SCAN,
        "leader",
        certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        **evidence(),
    )
    return await sign(certified, "agency", use_pades_lta=True, **evidence())


def evidence():
    """Revocation data for each signature, fetched anew for each copy."""
    context = ValidationContext(
        trust_roots=[ROOT], other_certs=[ISSUING], allow_fetching=True
    )
    return {"embed_validation_info": True, "validation_context": context}


async def validate(copy):
    reader = PdfFileReader(BytesIO(copy), strict=True)
    for signature in reader.embedded_regular_signatures:
        context = DocumentSecurityStore.read_dss(reader).as_validation_context(
            {"trust_roots": [ROOT], "allow_fetching": False}
        )
        status = await async_validate_pdf_signature(
            signature, signer_validation_context=context, ts_validation_context=context
        )
        if not status.bottom_line:
            raise RuntimeError(status.summary())


async def main():
    for index in range(-2, ROUNDS):
        begun = time.perf_counter()
        copy = await make_copy()
        signed = time.perf_counter()
        await validate(copy)
        validated = time.perf_counter()
        if index >= 0:
            print((signed - begun) * 1000, (validated - signed) * 1000, sep="\t", flush=True)


asyncio.run(main())
