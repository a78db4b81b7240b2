"""Train the autoencoder of photosim from a folder of photos.

    python scripts/train_autoencoder.py --photos DIR --out DIR --minutes 90
    python scripts/train_autoencoder.py --photos DIR --out DIR --minutes 90 --resume
    python scripts/train_autoencoder.py --photos DIR --out DIR --minutes 5 --network plain

The schedule follows training time, not steps: `--minutes` of work, however they are spread over runs,
take the learning rate from its peak to zero, whatever else the machine is doing. Photos grow during training
(progressive resizing, arXiv:2104.00298): small ones teach most of the lesson at half the price. The network
is asked about attacked views; the answers are codes that its averaged copy gave to mild views of these and
of thousands of earlier photos. `--network plain` trains the benchmark's baseline instead.
"""

import argparse
import math
import sys
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.training import losses, state
from scripts.training.bank import Bank, draw_bank
from scripts.training.degrade import Dice
from scripts.training.memory import Keys, Memory
from scripts.training.network import Autoencoder, NetworkShape
from scripts.training.photos import load_held_out, load_squares
from scripts.training.plain import save_plain, train_plain
from scripts.training.views import Views, make_views

STORED_SIDE = 128
CHECKPOINT_SECONDS = 180
VALIDATION_SECONDS = 900


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, required=True, help="folder with train/*.zip")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints, log and cache")
    parser.add_argument("--resume", action="store_true", help="continue from the last checkpoint in --out")
    parser.add_argument("--minutes", type=float, default=90.0, help="planned training time over all runs")
    parser.add_argument("--pairs", type=int, default=128, help="photos a step, two views each")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="peak learning rate")
    parser.add_argument("--precision", choices=("fp32", "bf16"), default="fp32")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20260)
    parser.add_argument("--temperature", type=float, default=0.06)
    parser.add_argument("--entropy", type=float, default=3.0, help="weight of the KoLeo term")
    parser.add_argument("--network", choices=("photosim", "plain"), default="photosim")
    parser.add_argument("--memory", type=int, default=8192, help="keys of earlier batches as negatives")
    parser.add_argument(
        "--last-lesson", type=float, default=0.3, help="share of the time with full-sized views"
    )
    parser.add_argument("--compile", action="store_true", help="compile the network; needs a C++ compiler")
    return parser.parse_args()


def view_side(progress: float, full: int, last_lesson: float) -> int:
    """Return the side of the views at a moment of the training."""
    return full if progress >= 1 - last_lesson else full * 2 // 3


def learning_rate(progress: float, peak: float) -> float:
    """Return a short warm-up, then half a cosine down to nearly nothing."""
    warm = 0.03
    if progress < warm:
        return peak * (0.05 + 0.95 * progress / warm)
    return peak * (0.005 + 0.995 * 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warm) / (1 - warm)))))


class Training:
    """One run: photos, network and everything that changes while it learns."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.device = torch.device(options.device)
        self.journal = state.Journal(options.out / "log.jsonl")
        squares = torch.from_numpy(load_squares(options.photos, STORED_SIDE, options.out))
        # On a GPU all photos live on the device; on a CPU this changes nothing.
        self.squares = squares.to(self.device)
        self.held_out = torch.from_numpy(load_held_out(options.photos, STORED_SIDE, 768))
        bank = draw_bank(options.seed)
        self.bank = Bank(bank.overlays.to(self.device), bank.screens.to(self.device))
        self.generator = torch.Generator().manual_seed(options.seed)
        self.dice = Dice(self.generator, self.device)
        torch.manual_seed(options.seed)
        self.shape = NetworkShape()
        self.model = Autoencoder(self.shape).to(self.device)
        if self.device.type == "cuda":
            # Measured: on CPUs the usual layout is the faster one.
            self.model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = state.Average(self.model)
        self.memory = Memory(options.memory)
        groups = state.parameter_groups(self.model, 0.03)
        self.optimiser = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98), fused=True)
        parts: list[nn.Module] = [self.model.encoder, self.model.decoder, self.average.model.encoder]
        # The compiled forms share the weights of the modules, which stay what is saved.
        compiled = [torch.compile(part) if options.compile else part for part in parts]
        self.encoder, self.decoder, self.teacher = compiled
        self.order = torch.randperm(len(self.squares), generator=self.generator)
        self.place = self.steps = self.views = 0
        self.spent = 0.0

    @property
    def progress(self) -> float:
        """Share of the planned time that is used up."""
        planned: float = self.options.minutes * 60
        return self.spent / planned

    def next_photos(self) -> tuple[Tensor, Tensor]:
        """Return the numbers of the next photos and the photos, float32 (N, 3, P, P) in 0..1."""
        if self.place + self.options.pairs > len(self.order):
            self.order = torch.randperm(len(self.squares), generator=self.generator)
            self.place = 0
        numbers = self.order[self.place : self.place + self.options.pairs].to(self.device)
        self.place += self.options.pairs
        return numbers, self.squares[numbers].permute(0, 3, 1, 2).float() / 255

    @torch.no_grad()
    def ask_teacher(self, numbers: Tensor, photos: Tensor, side: int) -> Keys:
        """Let the averaged network look at the photos as they would lie in a library."""
        weak = make_views(photos, side, self.bank, self.dice, strong=False)
        encoded = self.teacher(self.model.normalise(weak.seen))
        return Keys(numbers, encoded.code.clone())

    def attacked(self, photos: Tensor, side: int) -> Views:
        """Make two views of each photo; first one of each, then another of each."""
        # A quarter of them are mild, so that the network does not forget what untouched photos are like.
        mild = len(photos) // 2
        parts = (
            make_views(photos, side, self.bank, self.dice, strong=True),
            make_views(photos[mild:], side, self.bank, self.dice, strong=True),
            make_views(photos[:mild], side, self.bank, self.dice, strong=False),
        )
        shown = torch.cat((parts[0].shown, parts[1].shown + mild, parts[2].shown))
        return Views(
            torch.cat([part.seen for part in parts]), torch.cat([part.clean for part in parts]), shown
        )

    def step(self) -> dict[str, Tensor]:
        """Learn from one batch and return what there is to tell."""
        numbers, photos = self.next_photos()
        count = len(numbers)
        side = view_side(self.progress, self.shape.size, self.options.last_lesson)
        keys = self.memory.join(self.ask_teacher(numbers, photos, side))
        views = self.attacked(photos, side)
        drawn_of = torch.randperm(2 * count, generator=self.generator)[: count // 2].to(self.device)
        wanted = views.clean[drawn_of]
        self.model.train()
        half = self.options.precision == "bf16"
        with torch.autocast(self.device.type, torch.bfloat16, enabled=half):
            encoded = self.encoder(self.model.normalise(views.seen))
            drawn = torch.sigmoid(self.decoder(encoded.latent[drawn_of]).float())
        what = losses.question(views.shown, numbers, keys.photos)
        info, right = losses.contrast(encoded.code, keys.code, what, self.options.temperature)
        entropy = 0.5 * (losses.koleo(encoded.code[:count]) + losses.koleo(encoded.code[count:]))
        error = functional.mse_loss(drawn, wanted)
        structure = losses.one_minus_ssim(drawn, wanted).mean()
        loss = info + self.options.entropy * entropy + 5 * error + 0.5 * structure
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        for group in self.optimiser.param_groups:
            group["lr"] = learning_rate(self.progress, self.options.rate)
        self.optimiser.step()
        self.steps += 1
        self.views += 2 * count
        self.average.follow(self.model, self.steps)
        terms = {"loss": loss, "info": info, "right": right, "entropy": entropy}
        terms |= {"mse": error, "one_minus_ssim": structure}
        return {name: value.detach() for name, value in terms.items()}

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Find held-out photos again from strong views of them, always the same ones."""
        dice = Dice(torch.Generator().manual_seed(7), self.device)
        model = self.average.model
        codes: list[list[Tensor]] = [[], []]
        for chunk in torch.split(self.held_out, 128):
            photos = chunk.to(self.device).permute(0, 3, 1, 2).float() / 255
            plain = functional.interpolate(photos, (self.shape.size,) * 2, mode="area")
            strong = make_views(photos, self.shape.size, self.bank, dice, strong=True).seen
            for place, pixels in enumerate((plain, strong)):
                encoded = model.encoder(model.normalise(pixels))
                codes[place].append(encoded.code)
        index, asked = torch.cat(codes[0]), torch.cat(codes[1])
        right = torch.arange(len(index), device=self.device)
        similar = asked @ index.T
        best = similar.max(1)
        order = best.values.argsort(descending=True)
        hits = (best.indices == right)[order].float()
        precise = (hits.cumsum(0) / torch.arange(1, len(hits) + 1, device=self.device)) >= 0.99
        recall = float(precise.nonzero().max() + 1) / len(hits) if bool(precise.any()) else 0.0
        return {
            "recall_at_1": float(hits.mean()),
            "recall_at_99": recall,
        }

    def checkpoint(self) -> None:
        """Keep everything a later run needs to go on as if nothing had happened."""
        kept: dict[str, Any] = {
            "shape": self.shape.as_dict(),
            "model": self.model.state_dict(),
            "average": self.average.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "generator": self.generator.get_state(),
            "order": self.order,
            "memory": None if self.memory.kept is None else tuple(self.memory.kept),
            "counts": (self.place, self.steps, self.views, self.spent),
        }
        state.save(self.options.out / "last.pt", kept)

    def restore(self) -> None:
        """Take up the last checkpoint."""
        kept = state.load(self.options.out / "last.pt")
        self.model.load_state_dict(kept["model"])
        self.average.model.load_state_dict(kept["average"])
        self.optimiser.load_state_dict(kept["optimiser"])
        self.generator.set_state(kept["generator"])
        self.order = kept["order"]
        self.memory.kept = None if kept["memory"] is None else Keys(*kept["memory"])
        self.place, self.steps, self.views, self.spent = kept["counts"]

    def run(self) -> None:
        """Train until the planned time is used up."""
        saved = checked = self.spent
        told: dict[str, Tensor] = {}
        since, counted = 0.0, 0
        while self.progress < 1.0:
            began = time.monotonic()
            terms = self.step()
            told = {name: told.get(name, torch.zeros(())) + value.cpu() for name, value in terms.items()}
            counted += 1
            taken = time.monotonic() - began
            self.spent += taken
            since += taken
            if counted == 20:
                means = {name: round(float(value) / counted, 4) for name, value in told.items()}
                rate = round(counted * 2 * self.options.pairs / since, 1)
                self.journal.write(
                    event="train",
                    step=self.steps,
                    views=self.views,
                    per_second=rate,
                    progress=round(self.progress, 4),
                    **means,
                )
                told, since, counted = {}, 0.0, 0
            if self.spent - saved > CHECKPOINT_SECONDS:
                self.checkpoint()
                saved = self.spent
            if self.spent - checked > VALIDATION_SECONDS or self.progress >= 1.0:
                figures = {name: round(value, 4) for name, value in self.validate().items()}
                self.journal.write(event="validate", step=self.steps, views=self.views, **figures)
                checked = self.spent
        self.checkpoint()


def main() -> None:
    """Run the command."""
    options = parse_arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    if options.network == "plain":
        squares = torch.from_numpy(load_squares(options.photos, STORED_SIDE, options.out))
        journal = state.Journal(options.out / "log.jsonl")
        save_plain(options.out / "plain.onnx", train_plain(squares, options.minutes, journal, options.seed))
        return
    training = Training(options)
    if options.resume:
        training.restore()
    training.run()


if __name__ == "__main__":
    main()
