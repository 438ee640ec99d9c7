package dev.sm.benchmarks.migration;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * {@code getOrLoad} from four processes on real Redis servers: how often a loader runs
 * for each key and expiry, and how long it takes until a loader whose process was killed
 * is replaced.
 */
final class Loads {

	private static final int PROCESSES = 4;

	private static final int CALLERS = 3;

	private static final int KEYS = 5;

	private static final long TTL = 2_000;

	private Loads() {
	}

	/**
	 * Runs it.
	 * @param args how many expiries; 10 if none
	 */
	public static void main(String[] args) {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 10;
		boolean good;
		try (Servers servers = new Servers()) {
			String etcd = servers.etcd();
			String nodes = "n1=redis://127.0.0.1:" + servers.redis() + ",n2=redis://127.0.0.1:" + servers.redis();
			List<MemberProcess> members = new ArrayList<>();
			for (int i = 1; i <= PROCESSES; i++) {
				members.add(new MemberProcess("p" + i, etcd, servers.directory(), nodes, 2, 0));
			}
			members.forEach(MemberProcess::awaitReady);
			members.forEach(Loads::warmUp);
			good = rounds(members, rounds);
			for (int i = 0; i < 3; i++) {
				good &= killed(members.get(i), members.get(3), "killed" + i);
			}
			members.forEach(MemberProcess::close);
		}
		System.exit(good ? 0 : 1);
	}

	/** Connects, which can take longer than an operation may. */
	private static void warmUp(MemberProcess member) {
		for (int i = 0; i < 50; i++) {
			for (int key = 0; key < KEYS; key++) {
				member.tell("load warm" + key + " 60000 1");
			}
			boolean warm = true;
			for (int ended = 0; ended < KEYS;) {
				String answer = String.valueOf(member.answer(30));
				ended += answer.startsWith("loading") ? 0 : 1;
				warm &= !answer.startsWith("failed");
			}
			if (warm) {
				return;
			}
		}
		throw new IllegalStateException(member + " cannot use its nodes");
	}

	private static boolean rounds(List<MemberProcess> members, int rounds) {
		int loads = 0;
		int answered = 0;
		for (int round = 0; round < rounds; round++) {
			for (int caller = 0; caller < CALLERS; caller++) {
				for (int key = 0; key < KEYS; key++) {
					for (MemberProcess member : members) {
						member.tell("load k" + key + " " + TTL + " 300");
					}
				}
			}
			int expected = CALLERS * KEYS * members.size();
			for (MemberProcess member : members) {
				for (int ended = 0; ended < CALLERS * KEYS;) {
					String answer = String.valueOf(member.answer(30));
					loads += answer.startsWith("loading") ? 1 : 0;
					ended += answer.startsWith("loading") ? 0 : 1;
					answered += answer.startsWith("loaded") ? 1 : 0;
					if (!answer.startsWith("load")) {
						System.out.println(member + ": " + answer);
					}
				}
			}
			System.out.printf("round %d: %d calls, loads so far %d%n", round + 1, expected, loads);
			// until everything has expired
			Servers.sleep(TTL + 500);
		}
		int expiries = rounds * KEYS;
		System.out.printf("%d processes, %d calls answered, %d expiries, %d loads: %.3f per expiry (mark 1)%n",
				members.size(), answered, expiries, loads, (double) loads / expiries);
		return loads == expiries && answered == expiries * CALLERS * members.size();
	}

	/** The deadline of the members' pools is 3 s. */
	private static boolean killed(MemberProcess victim, MemberProcess other, String key) {
		victim.tell("load " + key + " 60000 60000");
		await(victim, "loading " + key);
		long claimed = System.nanoTime();
		other.tell("load " + key + " 60000 1");
		Servers.sleep(200);
		victim.close();
		boolean replaced = await(other, "loading " + key) != null;
		double seconds = (System.nanoTime() - claimed) / 1e9;
		System.out.printf("%s was killed while it loaded: replaced %.2f s after it began (deadline 3 s)%n", victim,
				seconds);
		return replaced && seconds < 4.5 && await(other, "loaded " + key + " " + other) != null;
	}

	private static @Nullable String await(MemberProcess member, String wanted) {
		for (int i = 0; i < 100; i++) {
			String answer = member.answer(20);
			if (answer == null || answer.equals(wanted)) {
				return answer;
			}
		}
		return null;
	}

}
