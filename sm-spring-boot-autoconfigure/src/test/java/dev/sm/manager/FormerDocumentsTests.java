package dev.sm.manager;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.sm.coordination.Entry;
import dev.sm.shard.Shard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What two instances of the version before chunks had in the store, byte for byte, once
 * at rest and once in the middle of a drain, a move, a failing handler and a handoff that
 * hangs.
 */
class FormerDocumentsTests {

	/** What the former version reads, by kind: it refuses or passes over all else. */
	private static final Map<String, String> FORMER = Map.of("participants",
			"v1\\t[^\\t\\n]*\\t(=[^\\t\\n]*)?\\t[^\\t\\n]*\\t[0-9.E]+\\t(=[0-9]+)?\\t(true|false)(\\t[^\\t\\n]+)*"
					+ "\\nseen-epoch\\t[0-9]+(\\n[a-z][a-z-]+\\t[^\\n]*)*",
			"assignments",
			"v1\\t[^\\t\\n]*(\\n(O\\t[^\\t\\n]+\\t[0-9]+(\\t[0-9]+)?|P\\t[^\\t\\n]+\\t0(\\tstandby)?|"
					+ "D\\t[^\\t\\n]+\\t[0-9]+(\\t[^\\t\\n]+\\t[^\\t\\n]+\\t[0-9]+)?))*",
			"status",
			"v1\\t[^\\t\\n]*\\t[0-9]+(\\n([HADF]\\t[^\\t\\n]+\\t[0-9]+\\t[^\\t\\n]+|P\\t[^\\t\\n]+|Q\\t[^\\t\\n]+\\t[^\\t\\n]*))*",
			"controller", "v1\\t[^\\t\\n]+\\t[^\\t\\n]+", "epoch", "v1\\t[0-9]+", "report",
			"v1(\\n[^\\t\\n]+\\t[^\\t\\n]*)*");

	@ParameterizedTest
	@ValueSource(strings = { "settled", "in-motion" })
	void isReadAndWrittenAsItWas(String name) {
		read(name).forEach((key, entry) -> assertThat(again(key, entry.value())).as(key).isEqualTo(entry.value()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "settled", "in-motion" })
	void isLeftAloneWhileItsInstancesLiveAndTakenOverWhenTheyDie(String name) {
		ScriptedCluster cluster = new ScriptedCluster(ServiceSettings.of("orders", 8));
		Map<String, Entry> former = read(name);
		cluster.restore(List.copyOf(former.values()));
		ScriptedCluster.Member p3 = cluster.start("p3");
		cluster.pass(Duration.ofSeconds(2));
		assertThat(p3.heldShards()).isEmpty();
		former.forEach((key, entry) -> assertThat(cluster.read(key)).as(key).isEqualTo(entry.value()));
		endSessions(cluster);
		assertThat(p3.heldShards()).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "copied");
		long highest = Documents.readEpoch(former.get("epoch").value());
		assertThat(p3.machine().owned()).extracting(Shard::epoch).allMatch((epoch) -> epoch > highest);
		assertThat(p3.machine().unreadableKeys()).isEmpty();
		// its heir had begun with it, so nobody else may
		assertThat(cluster.keys("states")).isEmpty();
		assertThat(p3.machine().describe().shards())
			.filteredOn((shard) -> shard.id().equals("lonely") || shard.id().equals("s9"))
			.hasSize(2)
			.allMatch((shard) -> shard.owner() == null);
	}

	@Test
	void isGivenWhatItUnderstands() {
		ScriptedCluster cluster = new ScriptedCluster(ServiceSettings.of("orders", 8));
		Map<String, Entry> former = read("settled");
		cluster.restore(List.of(former.get("participants/p2"), former.get("specs/copied"), former.get("specs/s9")));
		ScriptedCluster.Member p3 = cluster.start("p3");
		cluster.start("p4");
		p3.stop(Duration.ofSeconds(1));
		cluster.pass(Duration.ofSeconds(2));
		assertThat(cluster.read("assignments/p2")).contains("\nO\t");
		List<String> seen = new ArrayList<>();
		for (String key : List.of("participants/p2", "participants/p4", "assignments/p2", "assignments/p3",
				"assignments/p4", "status/p4", "controller", "epoch", "report")) {
			String text = cluster.read(key);
			if (!text.isEmpty()) {
				assertThat(text).as(key).matches(FORMER.get(key.replaceFirst("/.*", "")));
				seen.add(key.replaceFirst("/.*", ""));
			}
		}
		assertThat(seen).containsAll(FORMER.keySet());
	}

	private static void endSessions(ScriptedCluster cluster) {
		cluster.endSession("former1");
		cluster.endSession("former2");
		cluster.pass(Duration.ofSeconds(2));
	}

	private static String again(String key, String value) {
		return switch (key.replaceFirst("/.*", "")) {
			case "participants" -> Registration.decode(value).encode();
			case "assignments" -> AssignmentDocument.decode(value).encode();
			case "status" -> StatusDocument.decode(value).encode();
			case "states" -> StateDocument.decode(value).encode();
			case "report" -> ReportDocument.decode(value).encode();
			case "epoch" -> Documents.epoch(Documents.readEpoch(value));
			case "specs" -> Wishes.spec(Wishes.readSpec(key.replaceFirst(".*/", ""), value));
			case "moves" -> Wishes.move(Wishes.readMove(value));
			case "drains" -> Wishes.drain();
			case "controller" -> Documents.controller("former1", Documents.readController(value));
			default -> throw new IllegalStateException("nobody has written " + key);
		};
	}

	/**
	 * Each document is a line {@code # KEY REVISION SESSION} and the lines of its value.
	 */
	private static Map<String, Entry> read(String name) {
		Map<String, Entry> documents = new TreeMap<>();
		try (InputStream in = FormerDocumentsTests.class.getResourceAsStream("/former/" + name + ".txt")) {
			String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
			for (String document : all.substring(2, all.length() - 1).split("\n# ")) {
				String[] parts = document.split("\n", 2);
				String[] head = parts[0].split(" ");
				documents.put(head[0].substring(ScriptedCluster.ROOT.length() + 1),
						new Entry(head[0], parts[1], Long.parseLong(head[1]), head[2].equals("-") ? null : head[2]));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return documents;
	}

}
