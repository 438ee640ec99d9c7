package dev.sm.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sm.hedging.HedgeBudget;
import dev.sm.race.Races;
import dev.sm.storage.Fence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What many callers share: one load per key, one message per ownership, a budget, and the
 * places of those who wait for a node.
 */
class LoadRaceTests {

	private static final Loads.Key KEY = new Loads.Key("k", null, false);

	private static final DeadlineDriver driver = new DeadlineDriver(() -> 0);

	@BeforeAll
	static void startItsThread() {
		new Loads("p", LoadSettings.within(Duration.ofHours(1)), driver).begin(KEY, null).load().loaded(null);
	}

	@AfterAll
	static void stop() {
		driver.close();
	}

	@Test
	void oneLoadsAtATimeAndEverybodyGetsSomething() {
		Races.holds("single flight", () -> {
			Loads loads = new Loads("p", LoadSettings.within(Duration.ofHours(1)), driver);
			AtomicInteger running = new AtomicInteger();
			Runnable caller = () -> load(loads.begin(KEY, null), running);
			Races.atOnce(caller, caller);
		});
	}

	@Test
	void twoThatLookBeforeTheyBeginAreCaught() {
		Races.breaks("single flight, looked up first", () -> {
			Loads loads = new Loads("p", LoadSettings.within(Duration.ofHours(1)), driver);
			ConcurrentHashMap<Loads.Key, Load> known = new ConcurrentHashMap<>();
			AtomicInteger running = new AtomicInteger();
			Runnable caller = () -> {
				Load other = known.get(KEY);
				Load mine = new Load(loads, KEY, 0, null);
				if (other == null) {
					known.put(KEY, mine);
				}
				load((other != null) ? new Loads.Ticket(other, false) : new Loads.Ticket(mine, true), running);
			};
			Races.atOnce(caller, caller);
		});
	}

	private static void load(Loads.Ticket ticket, AtomicInteger running) {
		if (ticket.mine()) {
			Races.require(running.incrementAndGet() == 1, "one load at a time");
			running.decrementAndGet();
			ticket.load().loaded(new byte[1]);
		}
		Races.require(ticket.load().join().length == 1, "everybody gets the value");
	}

	@Test
	void aNodeIsToldOnceOfAnOwnershipAndBeforeAnybodyGoesOn() {
		Races.holds("raised fences", () -> {
			RaisedFences fences = new RaisedFences();
			AtomicInteger told = new AtomicInteger();
			Runnable writer = () -> {
				CompletableFuture<Boolean> answer = fences.ensure(new Fence("s", 7), (fence) -> {
					told.incrementAndGet();
					return CompletableFuture.completedFuture(true);
				});
				if (answer != null) {
					answer.join();
				}
				Races.require(told.get() == 1, "told once, and before");
			};
			Races.atOnce(writer, writer);
		});
	}

	@Test
	void oneThatGoesOnBeforeTheNodeHasAnsweredIsCaught() {
		Races.breaks("raised fences, noted first", () -> {
			ConcurrentHashMap<String, Long> noted = new ConcurrentHashMap<>();
			AtomicInteger told = new AtomicInteger();
			Runnable writer = () -> {
				if (noted.putIfAbsent("s", 7L) == null) {
					told.incrementAndGet();
				}
				Races.require(told.get() == 1, "told once, and before");
			};
			Races.atOnce(writer, writer);
		});
	}

	@Test
	void aBudgetIsSpentOnce() {
		Races.holds("hedge budget", () -> {
			HedgeBudget budget = new HedgeBudget(1);
			budget.called();
			AtomicInteger taken = new AtomicInteger();
			Runnable caller = () -> taken.addAndGet(budget.take() ? 1 : 0);
			Races.atOnce(caller, caller);
			Races.require(taken.get() == 1, "spent once");
		});
	}

	@Test
	void aBudgetThatIsLookedAtBeforeItIsTakenIsCaught() {
		Races.breaks("hedge budget, looked at first", () -> {
			AtomicInteger saved = new AtomicInteger(1);
			AtomicInteger taken = new AtomicInteger();
			Runnable caller = () -> {
				int left = saved.get();
				if (left >= 1) {
					saved.set(left - 1);
					taken.incrementAndGet();
				}
			};
			Races.atOnce(caller, caller);
			Races.require(taken.get() == 1, "spent once");
		});
	}

	@Test
	void noMoreWaitForANodeThanMay() {
		HealthSettings settings = new HealthSettings(5, Duration.ofMillis(200), Duration.ofSeconds(5), 1);
		Races.holds("places", () -> {
			NodeHealth health = new NodeHealth(settings, 1_000_000_000, () -> 0);
			AtomicInteger waiting = new AtomicInteger();
			Runnable caller = () -> {
				if (health.entered()) {
					Races.require(waiting.incrementAndGet() == 1, "one place");
					waiting.decrementAndGet();
					health.left();
				}
			};
			Races.atOnce(caller, caller);
			Races.require(health.inFlight() == 0, "all have left");
		});
	}

	@Test
	void placesThatAreCountedBeforeTheyAreTakenAreCaught() {
		Races.breaks("places, counted first", () -> {
			AtomicInteger inFlight = new AtomicInteger();
			Runnable caller = () -> {
				if (inFlight.get() < 1) {
					Races.require(inFlight.incrementAndGet() == 1, "one place");
					inFlight.decrementAndGet();
				}
			};
			Races.atOnce(caller, caller);
		});
	}

}
