package dev.sm.benchmarks.migration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.sm.benchmarks.migration.Linearizability.Loss;
import dev.sm.benchmarks.migration.Linearizability.Verdict;

/**
 * Migrates a pool of real Redis servers from three to four and back, again and again,
 * under real processes that read and write hot keys, and that are paused for longer than
 * their sessions live and killed, whoever copies among them; migrations are also taken
 * back in the middle. What every client asked and was answered is checked for
 * linearizability, key by key. The exit code is 1 if something cannot be explained.
 */
final class Histories {

	private static final int MEMBERS = 4;

	private static final int COLD_KEYS = 6_000;

	private static final int RATE = 1_500;

	private final Servers servers = new Servers();

	private final Random random;

	private final Map<String, Integer> faults = new TreeMap<>();

	private final List<MemberProcess> members = new ArrayList<>();

	private final List<Loss> losses = new ArrayList<>();

	private final String etcd;

	private final String nodes;

	private final List<Integer> ports = new ArrayList<>();

	private int started;

	private int migrations;

	private Histories(long seed) {
		this.random = new Random(seed);
		this.etcd = this.servers.etcd();
		Map<String, String> urls = new LinkedHashMap<>();
		for (int i = 1; i <= 4; i++) {
			this.ports.add(this.servers.redis());
			urls.put("n" + i, "redis://127.0.0.1:" + this.ports.get(i - 1));
		}
		this.nodes = urls.entrySet()
			.stream()
			.map((node) -> node.getKey() + "=" + node.getValue())
			.collect(Collectors.joining(","));
	}

	/**
	 * Runs it.
	 * @param args how many minutes, 3 if none; a seed
	 */
	public static void main(String[] args) {
		int minutes = (args.length > 0) ? Integer.parseInt(args[0]) : 3;
		long seed = (args.length > 1) ? Long.parseLong(args[1]) : System.nanoTime();
		System.out.println("seed " + seed);
		Histories program = new Histories(seed);
		boolean good;
		try {
			good = program.run(System.nanoTime() + minutes * 60_000_000_000L) && program.judge();
		}
		finally {
			program.members.forEach(MemberProcess::close);
			program.servers.close();
		}
		System.exit(good ? 0 : 1);
	}

	private boolean run(long end) {
		for (int i = 0; i < MEMBERS; i++) {
			this.members.add(startMember());
		}
		this.members.forEach(MemberProcess::awaitReady);
		fill();
		this.members.forEach((member) -> member.ask("work"));
		while (System.nanoTime() < end) {
			boolean active = this.random.nextInt(4) > 0;
			boolean four = !ask("status").contains("n4=0");
			if (!migrate("n1=100,n2=100,n3=100,n4=" + (four ? 0 : 100), active)) {
				return false;
			}
		}
		// nobody may write while the histories are read
		this.members.forEach(MemberProcess::close);
		return true;
	}

	private MemberProcess startMember() {
		return new MemberProcess("m" + ++this.started, this.etcd, this.servers.directory(), this.nodes, 3, RATE);
	}

	/** Keys that nobody uses, so that a migration takes a while. */
	private void fill() {
		Member.quiet();
		try (var store = Member.store(this.etcd);
				var pools = Member.pools("filler", store, Member.settings("p", Member.nodes(this.nodes), 3, RATE))) {
			Member.fill(pools.get("p"), "cold", COLD_KEYS, "value");
		}
	}

	/** One migration with a fault in it; tells whether it came to an end. */
	private boolean migrate(String weights, boolean active) {
		long began = System.nanoTime();
		String begun = ask("begin " + (active ? "ACTIVE " : "PASSIVE ") + weights);
		if (begun.startsWith("refused") || begun.startsWith("failed")) {
			System.out.println("  begin: " + begun);
			Servers.sleep(500);
			return true;
		}
		this.migrations++;
		Servers.sleep(this.random.nextInt(1500));
		String fault = disturb();
		boolean abort = this.random.nextInt(4) == 0;
		long ending = 0;
		boolean aborted = false;
		while (true) {
			String status = ask("status");
			if (System.nanoTime() - began > 180_000_000_000L) {
				System.out.println("the migration does not come to an end: " + status);
				return false;
			}
			if (status.startsWith("STABLE")) {
				break;
			}
			if (abort && !aborted && status.startsWith("RUN")) {
				aborted = !ask("abort").startsWith("refused");
			}
			else if (!aborted && status.startsWith("RUN")
					&& (active ? status.startsWith("RUN 0 ") : System.nanoTime() - began > 4_000_000_000L)) {
				ending = (ending == 0) ? System.nanoTime() : ending;
				ask("end");
			}
			Servers.sleep(100);
		}
		if (!active && ending != 0) {
			this.losses.add(new Loss(ending, System.nanoTime()));
		}
		System.out.printf("%s to %s: %s after %.1f s, %s%n", active ? "active" : "passive", weights,
				aborted ? "taken back" : "ended", (System.nanoTime() - began) / 1e9, fault);
		heal();
		return true;
	}

	private String disturb() {
		MemberProcess victim = this.members.get(this.random.nextInt(this.members.size()));
		String fault;
		switch (this.random.nextInt(5)) {
			case 0 -> fault = "nothing happens";
			case 1 -> {
				fault = "a member is killed";
				victim.close();
			}
			case 2 -> {
				victim = this.members.stream().max(Comparator.comparingLong(MemberProcess::controlled)).orElseThrow();
				fault = "the copier is killed";
				victim.close();
			}
			case 3 -> {
				fault = "a member is paused";
				pause(victim);
			}
			default -> {
				victim = this.members.stream().max(Comparator.comparingLong(MemberProcess::controlled)).orElseThrow();
				fault = "the copier is paused";
				pause(victim);
			}
		}
		this.faults.merge(fault, 1, Integer::sum);
		return fault;
	}

	/** Longer than its session lives, and than its commands may take. */
	private void pause(MemberProcess victim) {
		victim.pause();
		long millis = 4_000 + this.random.nextInt(5_000);
		Thread later = new Thread(() -> {
			Servers.sleep(millis);
			victim.resume();
		});
		later.setDaemon(true);
		later.start();
	}

	private void heal() {
		for (int i = 0; i < this.members.size(); i++) {
			if (!this.members.get(i).alive()) {
				MemberProcess fresh = startMember().awaitReady();
				fresh.ask("work");
				this.members.set(i, fresh);
			}
		}
	}

	/** Asks whoever answers. */
	private String ask(String command) {
		while (true) {
			for (MemberProcess member : this.members) {
				String answer = member.answers() ? member.ask(command) : null;
				if (answer != null) {
					return answer;
				}
			}
			Servers.sleep(100);
		}
	}

	private boolean judge() {
		Map<String, List<Operation>> histories = HistoryFiles.read(this.servers.directory());
		long answered = 0;
		long unanswered = 0;
		int undecided = 0;
		int wrong = 0;
		for (Map.Entry<String, List<Operation>> history : histories.entrySet()) {
			answered += history.getValue().stream().filter(Operation::isAnswered).count();
			unanswered += history.getValue().stream().filter((operation) -> !operation.isAnswered()).count();
			Verdict verdict = Linearizability.judge(history.getValue(), this.losses);
			undecided += verdict.decided() ? 0 : 1;
			if (!verdict.linearizable()) {
				wrong++;
				System.out.println("VIOLATION: key " + history.getKey() + ": " + verdict.why());
			}
		}
		long cold = this.ports.stream()
			.mapToLong(
					(port) -> Servers.run("redis-cli", "-p", "" + port, "--scan", "--pattern", "cold*").lines().count())
			.sum();
		System.out.printf("%d migrations, faults %s%n", this.migrations, this.faults);
		System.out.printf("%d keys, %d answered operations, %d unanswered, %d keys undecided, %d violations%n",
				histories.size(), answered, unanswered, undecided, wrong);
		System.out.printf("%d of %d keys that nobody used are there (all, unless a passive migration ended)%n", cold,
				COLD_KEYS);
		return wrong == 0 && (cold >= COLD_KEYS || !this.losses.isEmpty());
	}

}
