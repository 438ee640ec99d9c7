package dev.sm.manager;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import dev.sm.membership.Incarnation;
import dev.sm.membership.SessionEvent;
import dev.sm.membership.SessionMachine;
import dev.sm.race.Races;
import org.junit.jupiter.api.Test;

/**
 * Whoever has been told that a shard is not held is never told again that it is, whatever
 * happens to the session or the shard at that instant.
 */
class HeldRaceTests {

	private static final Duration TTL = Duration.ofNanos(1000);

	@Test
	void aRenewalThatComesLateRevivesNothing() {
		Races.holds("held, renewed late", () -> {
			AtomicLong clock = new AtomicLong();
			SessionMachine machine = new SessionMachine(TTL);
			machine.on(new SessionEvent.Start(), 0);
			machine.on(new SessionEvent.Opened("s", TTL, 0), 0);
			Incarnation life = machine.incarnation().orElseThrow();
			OwnedShard shard = new OwnedShard("orders", "1", null, 1, clock::get, life);
			lookAgainst(shard::held, () -> machine.on(new SessionEvent.Renewed("s", 800), clock.get()),
					() -> clock.set(950));
		});
	}

	@Test
	void aSessionThatEndsTakesItsShardsForEver() {
		Races.holds("held, session lost", () -> {
			SessionMachine machine = new SessionMachine(TTL);
			machine.on(new SessionEvent.Start(), 0);
			machine.on(new SessionEvent.Opened("s", TTL, 0), 0);
			Incarnation life = machine.incarnation().orElseThrow();
			OwnedShard shard = new OwnedShard("orders", "1", null, 1, () -> 0, life);
			AtomicBoolean lost = new AtomicBoolean();
			Runnable reader = () -> {
				boolean before = lost.get();
				Races.require(!(shard.held() && before), "not held after the loss");
			};
			Races.atOnce(reader, () -> {
				machine.on(new SessionEvent.Renewed("s", 0), 0);
				machine.on(new SessionEvent.Lost("s"), 0);
				lost.set(true);
			}, reader);
		});
	}

	@Test
	void aShardThatIsReleasedIsNotHeldAgain() {
		Races.holds("held, released", () -> {
			OwnedShard shard = new OwnedShard("orders", "1", null, 1, () -> 0, null);
			lookAgainst(shard::held, shard::release, () -> shard.task("other"));
		});
	}

	@Test
	void aLifeThatEndsByTheClockAloneIsCaught() {
		Races.breaks("held, by the clock alone", () -> {
			AtomicLong clock = new AtomicLong();
			AtomicLong validUntil = new AtomicLong(900);
			lookAgainst(() -> clock.get() < validUntil.get(), () -> {
				if (clock.get() < validUntil.get()) {
					validUntil.set(1700);
				}
			}, () -> clock.set(950));
		});
	}

	@Test
	void aReleaseThatIsWrittenOverIsCaught() {
		Races.breaks("held, released and written over", () -> {
			AtomicReference<Written> shard = new AtomicReference<>(new Written(null, true));
			AtomicBoolean released = new AtomicBoolean();
			Races.atOnce(() -> {
				shard.set(new Written(shard.get().task(), false));
				released.set(true);
			}, () -> shard.set(new Written("other", shard.get().held())), () -> {
				boolean before = released.get();
				Races.require(!(shard.get().held() && before), "not held after the release");
			});
		});
	}

	private static void lookAgainst(BooleanSupplier held, Runnable... others) {
		Runnable reader = () -> {
			boolean first = held.getAsBoolean();
			Races.require(first || !held.getAsBoolean(), "never held again");
		};
		Runnable[] all = new Runnable[others.length + 1];
		System.arraycopy(others, 0, all, 1, others.length);
		all[0] = reader;
		Races.atOnce(all);
	}

	/** A shard in one value that whoever changes part of it writes as a whole. */
	private record Written(String task, boolean held) {
	}

}
