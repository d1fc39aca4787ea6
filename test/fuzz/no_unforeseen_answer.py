"""A check for schemathesis: the server never fails without knowing why."""

import schemathesis

# What another part is away or busy for; each has its code and its sentence (domain/problems).
FORESEEN = {503}


@schemathesis.check
def no_unforeseen_answer(ctx, response, case):
    status = response.status_code
    if status < 500:
        return
    kind = response.headers.get("content-type", [""])
    told = "application/problem+json" in (kind[0] if isinstance(kind, list) else kind)
    assert status in FORESEEN and told, f"{status}: {response.text[:300]}"
