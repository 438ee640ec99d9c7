package dev.sm.console;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.sm.cache.MigrationMode;
import dev.sm.cache.MigrationStatus;
import dev.sm.cache.PoolDescription;
import dev.sm.console.Changes.AllShards;
import dev.sm.console.Changes.ShardChanges;
import dev.sm.manager.ServiceDescription;
import dev.sm.manager.ServiceDescription.ShardInfo;
import org.junit.jupiter.api.Test;

import static dev.sm.console.Views.held;
import static dev.sm.console.Views.service;
import static org.assertj.core.api.Assertions.assertThat;

class ChangesTests {

	@Test
	void tellsAllShardsToWhoHasSeenNothing() {
		List<Message> told = Changes
			.between(ConsoleView.NOTHING, Views.of(service(1, held("0", "p1", 5), held("1", "p2", 6),
					new ShardInfo("2", null, 0, "UNPLACED", 0, List.of("p2"), "no participant has the tag 'gpu'"))));
		assertThat(told).extracting(Message::name).containsExactly("service", "shards");
		ShardRows rows = ((AllShards) told.get(1).data()).shards();
		assertThat(rows.names()).containsExactly("p1", "p2");
		assertThat(rows.ids()).containsExactly("0", "1", "2");
		assertThat(rows.owners()).containsExactly(0, 1, -1);
		assertThat(rows.epochs()).containsExactly(5, 6, 0);
		assertThat(rows.states()).isEqualTo("HHU");
		assertThat(rows.reasons()).isEqualTo(Map.of(2, "no participant has the tag 'gpu'"));
		assertThat(rows.standbys()).isEqualTo(Map.of(2, List.of("p2")));
	}

	@Test
	void tellsNothingOfTheSame() {
		ConsoleView view = Views.of(service(1, held("0", "p1", 5)));
		assertThat(Changes.between(view, view)).isEmpty();
		assertThat(Changes.between(view, Views.of(service(1, held("0", "p1", 5))))).isEmpty();
	}

	@Test
	void tellsOnlyTheShardsThatChanged() {
		ShardInfo[] before = IntStream.range(0, 20).mapToObj((i) -> held("" + i, "p1", 1)).toArray(ShardInfo[]::new);
		ShardInfo[] after = before.clone();
		after[7] = held("7", "p2", 2);
		after[19] = held("new", "p2", 2);
		List<Message> told = Changes.between(Views.of(service(1, before)), Views.of(service(2, after)));
		assertThat(told).extracting(Message::name).containsExactly("service", "changes");
		ShardChanges changes = (ShardChanges) told.get(1).data();
		assertThat(changes.rows()).extracting(ShardRow::id).containsExactly("7", "new");
		assertThat(changes.rows().get(0).owner()).isEqualTo("p2");
		assertThat(changes.gone()).containsExactly("19");
	}

	@Test
	void doesNotTellALoadThatLooksTheSame() {
		ShardInfo[] some = IntStream.range(0, 9).mapToObj((i) -> held("" + i, "p1", 1)).toArray(ShardInfo[]::new);
		ShardInfo[] other = some.clone();
		some[0] = new ShardInfo("0", "p1", 1, "HELD", 123.4, List.of(), "");
		other[0] = new ShardInfo("0", "p1", 1, "HELD", 123.44, List.of(), "");
		assertThat(Changes.between(Views.of(service(1, some)), Views.of(service(1, other)))).isEmpty();
		other[0] = new ShardInfo("0", "p1", 1, "HELD", 125, List.of(), "");
		assertThat(Changes.between(Views.of(service(1, some)), Views.of(service(1, other)))).hasSize(1);
	}

	@Test
	void loadsHaveThreeDigits() {
		assertThat(ShardRows.rounded(0.0012345)).isCloseTo(0.00123, org.assertj.core.data.Offset.offset(1e-9));
		assertThat(ShardRows.rounded(98765)).isEqualTo(98800);
		assertThat(ShardRows.rounded(Double.NaN)).isZero();
		assertThat(ShardRows.rounded(-1)).isZero();
	}

	@Test
	void migrationFlowsBetweenPairsOfNodes() {
		MigrationStatus status = new MigrationStatus("RUN", MigrationMode.ACTIVE, Map.of("n1", 100, "n2", 100),
				Map.of("n1", 100, "n2", 100, "n3", 100), 5, 10L, 0.33, null);
		ConsoleView view = new ConsoleView(Map.of(), Map.of("p", new PoolDescription("p", "weighted", List.of(), 0)),
				Map.of("p", status), null);
		MigrationFlows flows = new MigrationFlows();
		MigrationFlow flow = flows.of(view).get(0);
		assertThat(flow.flows()).extracting(MigrationFlow.Flow::to).containsOnly("n3");
		assertThat(flow.flows()).extracting(MigrationFlow.Flow::from).containsExactlyInAnyOrder("n1", "n2");
		assertThat(flow.flows().stream().mapToDouble(MigrationFlow.Flow::share).sum()).isBetween(0.32, 0.35);
		assertThat(flows.of(view).get(0).flows()).as("computed once").isSameAs(flow.flows());
	}

	@Test
	void keepsMovesButNotWhatWasThereBefore() {
		Moves moves = new Moves();
		ServiceDescription first = service(1, held("0", "p1", 1), held("1", "p1", 1));
		moves.observe(ConsoleView.NOTHING, Views.of(first), 1);
		assertThat(moves.latest()).isEmpty();
		ServiceDescription second = service(2, held("0", "p2", 2),
				new ShardInfo("1", null, 0, "UNPLACED", 0, List.of(), "why"));
		moves.observe(Views.of(first), Views.of(second), 2);
		moves.observe(Views.of(second), Views.of(service(3, held("0", "p2", 2))), 3);
		assertThat(moves.latest()).containsExactly(new Move(1, 2, "orders", "0", "p1", "p2", 2, ""),
				new Move(2, 2, "orders", "1", "p1", null, 0, "why"));
	}

	@Test
	void keepsTheLatestMovesOnly() {
		Moves moves = new Moves();
		ConsoleView before = Views.of(service(0, held("0", "p1", 0)));
		for (int turn = 1; turn <= Moves.MAX + 5; turn++) {
			ConsoleView after = Views.of(service(turn, held("0", "p" + turn % 2, turn)));
			moves.observe(before, after, turn);
			before = after;
		}
		assertThat(moves.latest()).hasSize(Moves.MAX);
		assertThat(moves.latest().get(Moves.MAX - 1).epoch()).isEqualTo(Moves.MAX + 5);
	}

}
