package dev.sm.benchmarks.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Reads what all participants write down, and compares. It knows nothing of sm but these
 * lines. Thread-safe.
 */
final class Recorder {

	private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(500);

	private static final int RECENT = 40;

	private final Report report;

	private final int shards;

	private final List<Life> lives = new ArrayList<>();

	/** By life, what it holds as far as it has said. */
	private final Map<Life, Map<String, Holding>> present = new HashMap<>();

	/** By shard, in the order in which they were read. */
	private final Map<String, List<Holding>> holdings = new HashMap<>();

	private final Map<String, List<Event>> adds = new HashMap<>();

	private final List<Event> calls = new ArrayList<>();

	private long lastCall = System.nanoTime();

	private long probes;

	private long held;

	private long unexpected;

	private long lastUnexpected = System.nanoTime();

	Recorder(int shards, Report report) {
		this.shards = shards;
		this.report = report;
	}

	synchronized void watch(Life life) {
		this.lives.add(life);
		this.present.put(life, new HashMap<>());
	}

	/** Takes a last look at a life that is over. */
	synchronized void ended(Life life) {
		life.read().forEach((line) -> take(Event.parse(life, line)));
		this.lives.remove(life);
		this.present.remove(life);
	}

	synchronized void poll() {
		for (Life life : this.lives) {
			life.read().forEach((line) -> take(Event.parse(life, line)));
		}
	}

	private void take(Event event) {
		switch (event.kind()) {
			case "PROBE" -> probe(event);
			case "ADD" -> add(event);
			case "DROP" -> call(event);
			case "ACQUIRED" -> present(event.life()).put(event.shard(), holding(event));
			case "LOST" -> lost(event);
			default -> throw new IllegalStateException("unknown event " + event.kind());
		}
	}

	private void probe(Event event) {
		event.life().lastProbe = event.before();
		this.probes++;
		for (Holding holding : present(event.life()).values()) {
			extend(holding, event.before());
		}
	}

	private void add(Event event) {
		call(event);
		List<Event> earlier = this.adds.computeIfAbsent(event.shard(), (shard) -> new ArrayList<>());
		for (Event other : earlier.subList(Math.max(0, earlier.size() - RECENT), earlier.size())) {
			compareEpochs(other, event);
		}
		earlier.add(event);
	}

	private void compareEpochs(Event a, Event b) {
		boolean twice = a.epoch() == b.epoch() && a.life() != b.life();
		boolean shrunk = a.held() && b.held() && ((a.after() < b.before() && a.epoch() > b.epoch())
				|| (b.after() < a.before() && b.epoch() > a.epoch()));
		if (twice || shrunk) {
			this.report.violation("O2", "the epoch of shard " + a.shard() + (twice ? " was used twice" : " shrank"),
					List.of(a.describe(this.report), b.describe(this.report)));
		}
	}

	private void call(Event event) {
		this.calls.add(event);
		this.lastCall = System.nanoTime();
		if (event.held()) {
			holding(event);
		}
		else if (event.kind().equals("DROP") && !event.life().harmed) {
			this.unexpected++;
			this.lastUnexpected = System.nanoTime();
			if (event.before() - event.life().lastUnexpected > TimeUnit.SECONDS.toNanos(5)) {
				this.report.line("no fault, but a loss: %s", event.describe(this.report));
			}
			event.life().lastUnexpected = event.before();
		}
	}

	private void lost(Event event) {
		Holding holding = present(event.life()).remove(event.shard());
		if (holding != null) {
			holding.lost = event.after();
		}
	}

	private Holding holding(Event event) {
		List<Holding> known = this.holdings.computeIfAbsent(event.shard(), (shard) -> new ArrayList<>());
		for (Holding holding : known) {
			if (holding.life == event.life() && holding.epoch == event.epoch()) {
				if (holding.lost != 0 && event.before() > holding.lost) {
					this.report.violation("O1", "shard " + event.shard() + " was held again after it was lost",
							List.of(holding.describe(this.report), event.describe(this.report)));
				}
				extend(holding, event.before());
				return holding;
			}
		}
		Holding holding = new Holding(event.life(), event.shard(), event.epoch(), event.before(), event.after());
		known.add(holding);
		this.held++;
		return holding;
	}

	private void extend(Holding holding, long until) {
		if (until <= holding.until) {
			return;
		}
		holding.until = until;
		List<Holding> all = this.holdings.getOrDefault(holding.shard, List.of());
		for (Holding other : all.subList(Math.max(0, all.size() - RECENT), all.size())) {
			if (holding.overlaps(other)) {
				Holding first = (holding.from < other.from) ? holding : other;
				Holding second = (first == holding) ? other : holding;
				this.report.violation("O1",
						"shard " + first.shard + " was held by " + first.life + " and " + second.life + " at once",
						List.of(first.describe(this.report), second.describe(this.report)));
			}
		}
	}

	private Map<String, Holding> present(Life life) {
		return this.present.getOrDefault(life, new HashMap<>());
	}

	/**
	 * When the last of the present holders began to hold, if every shard is held now by a
	 * participant that is heard from.
	 * @param without lives that do not count
	 */
	synchronized OptionalLong coveredSince(Set<Life> without) {
		long now = System.nanoTime();
		long since = Long.MIN_VALUE;
		Set<String> covered = new HashSet<>();
		for (Map.Entry<Life, Map<String, Holding>> entry : this.present.entrySet()) {
			if (!without.contains(entry.getKey()) && now - entry.getKey().lastProbe < FRESH) {
				for (Holding holding : entry.getValue().values()) {
					covered.add(holding.shard);
					since = Math.max(since, holding.asked);
				}
			}
		}
		return (covered.size() == this.shards) ? OptionalLong.of(since) : OptionalLong.empty();
	}

	/**
	 * Whether every life holds its even share, and no handler was called for a second.
	 */
	synchronized boolean settled() {
		long calm = System.nanoTime() - this.lastCall;
		return calm > TimeUnit.SECONDS.toNanos(1) && coveredSince(Set.of()).isPresent()
				&& this.present.values().stream().allMatch((held) -> isEven(held.size()));
	}

	private boolean isEven(int held) {
		int lives = this.lives.size();
		return held == this.shards / lives || held == (this.shards + lives - 1) / lives;
	}

	/** Planned drops by lives that were not harmed. */
	synchronized List<Event> plannedDrops(long from, long until, Set<Life> without) {
		return this.calls.stream()
			.filter((event) -> event.kind().equals("DROP") && event.held() && !without.contains(event.life()))
			.filter((event) -> event.before() > from && event.before() < until)
			.toList();
	}

	/** Whether a life that no fault was meant for has lost something since. */
	synchronized boolean lossesSince(long since) {
		return this.unexpected > 0 && this.lastUnexpected - since > 0;
	}

	/** Whether every shard was added after it was last dropped. */
	synchronized boolean allAdded() {
		Map<String, Event> last = new HashMap<>();
		this.calls.forEach((event) -> last.merge(event.shard(), event,
				(a, b) -> (b.epoch() >= a.epoch() && !(b.epoch() == a.epoch() && b.kind().equals("ADD"))) ? b : a));
		return last.values().stream().noneMatch((event) -> event.kind().equals("DROP"));
	}

	/**
	 * The times between the end of a drop and the beginning of the next add.
	 * @param life who dropped
	 * @param from drops after this time count
	 * @return nanoseconds
	 */
	synchronized List<Long> gaps(Life life, long from) {
		List<Long> gaps = new ArrayList<>();
		for (Event drop : this.calls) {
			if (drop.kind().equals("DROP") && drop.life() == life && drop.before() > from) {
				this.calls.stream()
					.filter((add) -> add.kind().equals("ADD") && add.shard().equals(drop.shard())
							&& add.epoch() > drop.epoch())
					.mapToLong((add) -> add.before() - drop.after())
					.min()
					.ifPresent(gaps::add);
			}
		}
		return gaps;
	}

	synchronized int heldBy(Life life) {
		return present(life).size();
	}

	synchronized String state() {
		long now = System.nanoTime();
		StringBuilder state = new StringBuilder();
		this.present.forEach((life, held) -> state.append(life)
			.append(" holds ")
			.append(held.size())
			.append(" (heard ")
			.append((now - life.lastProbe) / 1_000_000)
			.append(" ms ago); "));
		return state.toString();
	}

	synchronized String summary() {
		return this.probes + " probes, " + this.calls.size() + " calls of handlers, " + this.held
				+ " times a shard was held, " + this.unexpected
				+ " times lost by a participant that no fault was meant for";
	}

}
