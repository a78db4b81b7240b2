"""What the training is made of; needs the `train` dependencies."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is a training dependency", exc_type=ImportError)

from scripts.training import degrade, losses, state  # noqa: E402
from scripts.training.bank import draw_bank  # noqa: E402
from scripts.training.degrade import Dice  # noqa: E402
from scripts.training.network import BITS, Autoencoder, NetworkShape  # noqa: E402
from scripts.training.views import make_views  # noqa: E402

SMALL = NetworkShape(size=32, widths=(8, 8, 16, 16), blocks=(0, 1, 0, 1), latent=4, pooled=16, code=8)


def dice(seed: int = 1) -> Dice:
    return Dice(torch.Generator().manual_seed(seed), torch.device("cpu"))


def unit(*shape: int) -> torch.Tensor:
    return torch.nn.functional.normalize(
        torch.randn(shape, generator=torch.Generator().manual_seed(4)), dim=1
    )


@pytest.mark.parametrize("strong", [True, False])
def test_views_are_pictures_and_repeat_themselves(strong: bool) -> None:
    photos = torch.rand(24, 3, 48, 48)
    bank = draw_bank(1, overlays=12, screens=4)
    once = make_views(photos, 32, bank, dice(), strong=strong)
    again = make_views(photos, 32, bank, dice(), strong=strong)
    for part in once:
        assert part.shape == (24, 3, 32, 32)
        assert part.min() >= 0
        assert part.max() <= 1
    assert torch.equal(once.seen, again.seen)
    assert torch.equal(once.clean, again.clean)


def test_degradations_stay_in_range() -> None:
    x = torch.rand(6, 3, 32, 32)
    for out in (
        degrade.jpeg(x, dice()),
        degrade.grain(x, dice()),
        degrade.vignette(x, dice()),
        degrade.recolour(x, dice(), torch.ones(6)),
        degrade.coarsen(x, 11),
        degrade.blur(x, 1.5),
    ):
        assert out.shape == x.shape
        assert out.min() >= -1e-5
        assert out.max() <= 1 + 1e-5


def test_no_strength_leaves_the_colours() -> None:
    x = torch.rand(6, 3, 16, 16) * 0.9 + 0.05
    torch.testing.assert_close(degrade.recolour(x, dice(), torch.zeros(6)), x, atol=1e-5, rtol=0)


def test_contrast_rewards_matching_codes() -> None:
    codes, numbers = unit(16, 8), torch.arange(16)
    matched, right = losses.contrast(codes, codes, numbers, 0.1)
    shuffled, wrong = losses.contrast(codes, codes.roll(1, 0), numbers, 0.1)
    assert matched < shuffled
    assert (right, wrong) == (1, 0)


def test_a_photo_is_never_its_own_negative() -> None:
    codes = unit(4, 8)
    twice = torch.cat((codes, codes))
    numbers = torch.arange(4).repeat(2)
    # A photo that comes twice in a batch has only its partner as a positive, and no negatives of its own.
    _, right = losses.contrast(twice, twice, numbers, 0.1)
    assert right == 1


def test_entropy_prefers_spread_codes() -> None:
    close = torch.nn.functional.normalize(unit(16, 8) * 0.05 + torch.eye(8)[0], dim=1)
    assert losses.koleo(unit(16, 8)) < losses.koleo(close)


def test_ssim_of_equal_pictures() -> None:
    x = torch.rand(3, 3, 32, 32)
    assert losses.one_minus_ssim(x, x).abs().max() < 1e-4
    assert losses.one_minus_ssim(x, 1 - x).min() > 0.5


def test_an_encoder_keeps_its_promises() -> None:
    model = Autoencoder(SMALL).eval()
    pixels = torch.rand(3, 3, 32, 32)
    encoded = model.encoder(model.normalise(pixels))
    torch.testing.assert_close(encoded.code.norm(dim=1), torch.ones(3))
    assert encoded.logits.shape == (3, BITS)
    assert model.decoder(encoded.latent).shape == pixels.shape


def test_the_average_follows_and_is_what_a_checkpoint_gives_back(tmp_path: Path) -> None:
    model = Autoencoder(SMALL)
    average = state.Average(model)
    for step in range(1, 40):
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.add_(0.01)
        average.follow(model, step)
    kept = {"shape": SMALL.as_dict(), "average": average.model.state_dict()}
    state.save(tmp_path / "last.pt", kept)
    loaded, _ = state.averaged_model(tmp_path / "last.pt")
    x = torch.rand(2, 3, 32, 32)
    assert torch.equal(loaded.encoder(x).code, average.model.encoder(x).code)
    assert loaded.shape == SMALL
    assert not (tmp_path / "last.partial").exists()


def test_another_format_is_refused(tmp_path: Path) -> None:
    torch.save({"format": 0}, tmp_path / "old.pt")
    with pytest.raises(ValueError, match="format"):
        state.load(tmp_path / "old.pt")
