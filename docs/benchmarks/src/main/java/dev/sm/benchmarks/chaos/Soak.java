package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The sample under a load of keyed additions on three Redis nodes, for long: rolling
 * restarts, kills, live migrations and outages of nodes in turn, {@code --minutes=N} (3)
 * of them, on {@code --coordination=etcd} or {@code raft}, with the other options of
 * {@link Chaos}. In the end every addition must be counted exactly once, and what one
 * process takes that is never restarted must not have grown, as {@link Series} says. The
 * exit code is 1 if either is not so.
 */
public final class Soak {

	private static final int CLIENTS = 6;

	private static final int PAUSE_MILLIS = 20;

	private static final String POOL = "/actuator/migration/default";

	private static final Duration CALM = Duration.ofSeconds(10);

	private static final Duration MIGRATION = Duration.ofMinutes(3);

	private final Testbed bed;

	private final Random random;

	private final Injector injector;

	private final Footprint footprint;

	private final Http http = new Http(Duration.ofSeconds(10));

	private final Map<String, Integer> done = new TreeMap<>();

	private int migrations;

	private Soak(Testbed bed) {
		this.bed = bed;
		this.random = new Random(bed.options.seed());
		this.injector = new Injector(bed, this.random);
		this.footprint = new Footprint(bed, bed.participants.get(0));
	}

	public static void main(String[] args) throws IOException {
		List<String> all = new ArrayList<>(
				List.of("--network=proxies", "--clocks=false", "--redis=3", "--ttl=10", "--bound=60", "--minutes=3"));
		all.addAll(List.of(args));
		Options options = Options.parse(all.toArray(String[]::new));
		Report report = new Report(options.log());
		report.line("seed %d: %s", options.seed(), options);
		try (Testbed bed = Testbed.start(options, report)) {
			new Soak(bed).run();
		}
		report.line("%d violations", report.violations().size());
		System.exit(report.violations().isEmpty() ? 0 : 1);
	}

	private void run() {
		KeyedLoad load = new KeyedLoad(this.bed.participants);
		load.start(CLIENTS, PAUSE_MILLIS, this.bed.options.seed());
		long end = System.nanoTime() + Duration.ofMinutes(this.bed.options.minutes()).toNanos();
		List<Runnable> steps = List.of(this::migrate, this::nodeOutage, this::kill, this::rollingRestart);
		for (int step = 0; System.nanoTime() - end < 0; step++) {
			steps.get(step % steps.size()).run();
			this.injector.settle();
			this.footprint.calm(true);
			Waits.sleep(CALM.toMillis());
			this.footprint.calm(false);
			if (step % steps.size() == steps.size() - 1) {
				this.bed.report.line("%s; %s", load.summary(), this.done);
			}
		}
		this.footprint.calm(true);
		Waits.isTrue(CALM.multipliedBy(12), this.footprint::isEnough);
		this.footprint.close();
		load.close();
		this.bed.awaitSettled();
		load.check(this.bed.participants.get(0), this.bed.report);
		this.bed.report.line("%s", this.done);
		this.bed.report.line("%s", this.bed.recorder.summary());
		this.footprint.tell();
	}

	private void did(String what) {
		this.done.merge(what, 1, Integer::sum);
	}

	/** All but the one that is observed. */
	private List<Participant> others() {
		return this.bed.participants.subList(1, this.bed.participants.size());
	}

	private void rollingRestart() {
		for (Participant participant : others()) {
			participant.life().harmed = true;
			participant.stop();
			participant.start();
			this.bed.awaitSettled();
			did("restarts");
		}
	}

	private void kill() {
		this.injector.harmAll(true);
		this.injector.kill(others().get(this.random.nextInt(others().size())));
		did("kills");
	}

	private void nodeOutage() {
		ServerProcess node = this.bed.redisServers().get(this.random.nextInt(this.bed.redisServers().size()));
		this.injector.say("pause %s", node);
		node.pause();
		Waits.sleep(1000 + this.random.nextInt(6000));
		node.resume();
		did("outages of nodes");
	}

	/** There and back: one node gets half of its weight, or all of it again. */
	private void migrate() {
		this.migrations++;
		String weights = "n0=100,n1=100,n2=" + ((this.migrations % 2 == 1) ? 50 : 100);
		this.injector.say("migration %d, to %s", this.migrations, weights);
		try {
			steer("begin", ",\"mode\":\"active\",\"nodes\":\"" + weights + "\"");
			// one that was begun by hand is ended by hand
			boolean copied = Waits.isTrue(MIGRATION,
					() -> phase().equals("RUN") && status().path("remaining").asLong(-1) == 0);
			if (copied) {
				steer("end", "");
			}
			if (!copied || !Waits.isTrue(MIGRATION, () -> phase().equals("STABLE"))) {
				throw new IOException("has not ended: " + status());
			}
			did("migrations");
		}
		catch (IOException ex) {
			this.bed.report.violation("migration " + this.migrations, weights + ": " + ex, List.of());
		}
	}

	private void steer(String action, String more) throws IOException {
		JsonNode answer = this.http.post(this.bed.participants.get(0).server(), POOL,
				"{\"action\":\"" + action + "\"" + more + "}");
		if (answer.has("error")) {
			throw new IOException(action + ": " + answer.path("error").asString(""));
		}
	}

	private String phase() {
		return status().path("phase").asString("");
	}

	/** Empty if nobody tells it. */
	private JsonNode status() {
		try {
			return this.http.get(this.bed.participants.get(0).server(), "/actuator/migration")
				.path("pools")
				.path("default");
		}
		catch (IOException ex) {
			return MissingNode.getInstance();
		}
	}

}
