"""What a page shows of a person: enough to recognise, not enough to misuse."""

import pytest

from service.domain import masking


@pytest.mark.parametrize(
    ("mask", "full", "shown"),
    [
        (masking.name, "王小明", "王**"),
        (masking.name, "王", "王*"),
        (masking.name, "", ""),
        (masking.number, "510123199001011031", "510************031"),
        (masking.number, "510103", "******"),
        (masking.mobile, "13812345678", "138****5678"),
        (masking.mobile, "1234567", "*******"),
        (masking.account, "6222021000000000017", "***************0017"),
        (masking.account, "0017", "****"),
    ],
)
def test_a_value_is_masked_and_a_short_one_hidden_whole(mask, full, shown):
    assert mask(full) == shown
