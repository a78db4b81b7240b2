"""What the training is made of; needs the `train` dependencies."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is a training dependency", exc_type=ImportError)

from scripts.training import bits, degrade, finish, losses, plain, state  # noqa: E402
from scripts.training.bank import draw_bank  # noqa: E402
from scripts.training.degrade import Dice  # noqa: E402
from scripts.training.memory import Keys, Memory  # noqa: E402
from scripts.training.network import Autoencoder, NetworkShape  # noqa: E402
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
    for part in once[:2]:
        assert part.shape == (24, 3, 32, 32)
        assert part.min() >= 0
        assert part.max() <= 1
    assert torch.equal(once.seen, again.seen)
    assert torch.equal(once.clean, again.clean)
    assert torch.equal(once.shown, again.shown)


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


def alone(count: int) -> torch.Tensor:
    return torch.arange(count)[:, None].expand(-1, 4)


def test_contrast_rewards_matching_codes() -> None:
    codes, photos = unit(16, 8), torch.arange(16)
    what = losses.question(alone(16), photos, photos)
    matched, right = losses.contrast(codes, codes, what, 0.1)
    shuffled, wrong = losses.contrast(codes, codes.roll(1, 0), what, 0.1)
    assert matched < shuffled
    assert (right, wrong) == (1, 0)


def test_a_photo_is_never_its_own_negative() -> None:
    codes, photos = unit(4, 8), torch.tensor([5, 6, 7, 8])
    older = torch.tensor([7, 99])
    what = losses.question(alone(4), photos, torch.cat((photos, older)))
    assert what.banned.nonzero().tolist() == [[2, 4]]
    _, right = losses.contrast(codes, torch.cat((codes, codes[2:3], codes[:1])), what, 0.1)
    assert right == 1


def test_a_collage_has_four_right_answers() -> None:
    codes, photos = torch.eye(6), torch.arange(6)
    what = losses.question(torch.tensor([[0, 1, 2, 2]]), photos, photos)
    assert what.wanted.tolist() == [[0.25, 0.25, 0.5, 0, 0, 0]]
    mixed = torch.nn.functional.normalize(codes[:1] + codes[1:2] + 2 * codes[2:3], dim=1)
    all_shown, _ = losses.contrast(mixed, codes, what, 0.1)
    one_shown, _ = losses.contrast(codes[:1], codes, what, 0.1)
    assert all_shown < one_shown


def test_collages_tell_what_they_show() -> None:
    photos = torch.rand(64, 1, 1, 1).expand(64, 3, 32, 32)
    views = make_views(photos, 32, draw_bank(1, overlays=4, screens=2), dice(), strong=True)
    assert torch.equal(views.shown.amax(1) != views.shown.amin(1), (views.shown != alone(64)).any(1))
    several = (views.shown != alone(64)).any(1).nonzero()[:, 0]
    assert len(several) > 0
    for row in several.tolist():
        corners = views.clean[row, 0, [4, 4, 27, 27], [4, 27, 4, 27]]
        own = views.shown[row] == row
        assert own.any()
        torch.testing.assert_close(corners[~own], photos[views.shown[row], 0, 0, 0][~own])


def test_memory_forgets_the_oldest() -> None:
    memory = Memory(5)
    for number in range(3):
        keys = memory.join(Keys(torch.full((2,), number), torch.full((2, 4), float(number))))
    assert keys.photos.tolist() == [2, 2, 1, 1, 0, 0]
    assert memory.kept is not None
    assert memory.kept.photos.tolist() == [2, 2, 1, 1, 0]


def test_bits_are_balanced_and_views_share_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Optimisers prepare a folder for compiled code, needed or not.
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))
    generator = torch.Generator().manual_seed(3)
    mild = unit(1200, 80)
    strong = torch.nn.functional.normalize(mild + 0.03 * torch.randn(2, 1200, 80, generator=generator), dim=2)
    to_bits = bits.turn_axes(mild, generator)
    before = float(((to_bits(strong[0]) > 0) == (to_bits(mild) > 0)).float().mean())
    bits.polish(to_bits, mild, strong, generator, steps=40)
    mine, theirs = to_bits(mild) > 0, to_bits(strong[0]) > 0
    assert float((mine == theirs).float().mean()) > max(0.8, before - 0.02)
    assert mine.float().mean(0).sub(0.5).abs().max() < 0.15


def test_spread_makes_axes_more_alike() -> None:
    scale = torch.linspace(0.05, 1, 8)
    codes = torch.nn.functional.normalize(unit(4000, 8) * scale + 0.2, dim=1)
    wide = finish.spread(codes)
    after = wide(codes).detach()
    assert after.mean(0).abs().max() < 1e-4

    def unevenness(x: torch.Tensor) -> float:
        variances = torch.linalg.eigvalsh(torch.cov(x.T))[1:]
        return float(variances.max() / variances.min())

    # The variances' ratio becomes its square root.
    assert unevenness(after) == pytest.approx(unevenness(codes) ** 0.5, rel=0.05)


def test_finishing_leaves_a_network_that_encodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))
    model = Autoencoder(NetworkShape(size=32, widths=(8, 8, 16, 16), latent=4, pooled=80, code=72)).eval()
    squares = torch.randint(0, 256, (160, 40, 40, 3), generator=dice().generator).to(torch.uint8)
    before = {name: value.clone() for name, value in model.named_parameters()}
    finished = finish.finish(model, squares, draw_bank(1, overlays=4, screens=2), 5)
    assert not finished.model.training
    assert all(torch.equal(before[name], value) for name, value in model.named_parameters())
    assert finished.to_bits(finished.spread(torch.rand(2, 72))).shape == (2, bits.BITS)


def test_the_plain_autoencoder_is_the_one_of_the_method() -> None:
    model = plain.PlainAutoencoder()
    assert sum(parameter.numel() for parameter in model.parameters()) == 72_883
    code, drawn = model(torch.rand(2, 3, 48, 48))
    assert code.shape == (2, 16, 6, 6)
    assert drawn.shape == (2, 3, 48, 48)


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
