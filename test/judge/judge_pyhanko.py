"""pyHanko as a judge: root.der, then files. A line per file and judgement, parts parted by tabs.

`plain` reads strictly and validates each signature now with its time stamp; `lta` and `lta-2035`
are the AdES validation with archive time stamps, now and simulated in 2035. All offline.
"""

import asyncio
import logging
import sys
from datetime import datetime, timezone

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    async_validate_pdf_signature,
)
from pyhanko.sign.validation.ades import (
    ades_lta_validation,
    simulate_future_ades_lta_validation,
)
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

logging.disable(logging.CRITICAL)
FUTURE = datetime(2035, 1, 15, tzinfo=timezone.utc)


def spec(root):
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build(trust_roots=[root]),
                revinfo_policy=CertRevTrustPolicy(
                    revocation_checking_policy=REQUIRE_REVINFO
                ),
            ),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
        )
    )


async def plain(signature, root):
    options = {"trust_roots": [root], "allow_fetching": False}
    try:
        store = DocumentSecurityStore.read_dss(signature.reader)
        context = store.as_validation_context(options)
    except NoDSSFoundError:
        context = ValidationContext(**options)
    status = await async_validate_pdf_signature(
        signature, signer_validation_context=context, ts_validation_context=context
    )
    return "PASSED" if status.bottom_line else "FAILED", status.summary()


async def lta(signature, root):
    result = await ades_lta_validation(signature, spec(root))
    return result.ades_subindic.status.name, result.ades_subindic.name


async def lta_2035(signature, root):
    result = await simulate_future_ades_lta_validation(
        signature, spec(root), FUTURE
    )
    return result.ades_subindic.status.name, result.ades_subindic.name


async def judge(path, root):
    for name, ask in (("plain", plain), ("lta", lta), ("lta-2035", lta_2035)):
        try:
            with open(path, "rb") as handle:
                reader = PdfFileReader(handle, strict=True)
                signatures = reader.embedded_regular_signatures
                if not signatures:
                    print(path, name, "NO_SIGNATURE", "", sep="\t")
                for signature in signatures:
                    result, detail = await ask(signature, root)
                    print(path, name, result, detail, sep="\t")
        except Exception as error:
            detail = f"{type(error).__name__}: {error}".replace("\n", " ")[:120]
            print(path, name, "REFUSED", detail, sep="\t")


with open(sys.argv[1], "rb") as anchor:
    ROOT = x509.Certificate.load(anchor.read())
for file in sys.argv[2:]:
    asyncio.run(judge(file, ROOT))
