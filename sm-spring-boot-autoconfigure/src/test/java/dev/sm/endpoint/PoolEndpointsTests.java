package dev.sm.endpoint;

import java.util.List;
import java.util.Map;

import dev.sm.cache.CacheListener;
import dev.sm.cache.MigrationPlan;
import dev.sm.cache.NodeSettings;
import dev.sm.cache.PoolSettings;
import dev.sm.cache.Pools;
import dev.sm.cache.SwitchedNodes;
import dev.sm.endpoint.EndpointServer.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link ContinuumEndpoint} and {@link MigrationEndpoint}, by HTTP.
 */
class PoolEndpointsTests {

	private static final SwitchedNodes nodes = new SwitchedNodes();

	private static Pools pools;

	private static EndpointServer server;

	@BeforeAll
	static void start() {
		pools = nodes.open(CacheListener.NONE,
				PoolSettings.named("default")
					.node(NodeSettings.of("n1", "switched:", 100))
					.node(NodeSettings.of("n2", "switched:", 300))
					.build());
		server = new EndpointServer(
				List.of(new ContinuumEndpoint(pools, null), new MigrationEndpoint(pools::names, pools.migrations())),
				"management.endpoint.migration.access=unrestricted");
	}

	@AfterAll
	static void stop() {
		server.close();
		pools.close();
	}

	@BeforeEach
	void reset() {
		nodes.down.clear();
	}

	@Test
	void poolsAreShownExactly() {
		assertThat(server.get("continuum")).isEqualTo(new Answer(200,
				"{\"continua\":{\"default\":{\"algorithm\":\"weighted\",\"nodes\":["
						+ "{\"name\":\"n1\",\"weight\":100,\"share\":" + share(0) + ",\"up\":true},"
						+ "{\"name\":\"n2\",\"weight\":300,\"share\":" + share(1) + ",\"up\":true}]}}}"));
	}

	@Test
	void nodeThatIsDownIsShownWithoutHavingBeenUsed() {
		nodes.down.add("n2");
		assertThat(server.get("continuum/default").body())
			.contains("{\"name\":\"n2\",\"weight\":300,\"share\":" + share(1) + ",\"up\":false}");
	}

	@Test
	void placementOfAKeyIsExplained() {
		Answer answer = server.get("continuum/default?key=user%3A1");
		String node = pools.get("default").nodeFor("user:1");
		String other = node.equals("n1") ? "n2" : "n1";
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).startsWith("{\"key\":\"user:1\",\"node\":\"" + node + "\",\"nodes\":[\"" + node
				+ "\",\"" + other + "\"],\"why\":{");
	}

	@Test
	void keyWithoutAPoolNeedsRules() {
		Answer answer = server.get("continuum?key=k");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("continuum/POOL?key=KEY", "sm.cache.prefixes");
	}

	@Test
	void unknownPoolIsNotFound() {
		assertThat(server.get("continuum/nope?key=k"))
			.isEqualTo(new Answer(404, "{\"error\":\"there is no pool 'nope' (there is [default])\"}"));
	}

	@Test
	void migrationIsStable() {
		assertThat(server.get("migration")).isEqualTo(new Answer(200,
				"{\"pools\":{\"default\":{\"phase\":\"STABLE\",\"mode\":null,"
						+ "\"from\":{\"n1\":100,\"n2\":300},\"to\":{\"n1\":100,\"n2\":300},"
						+ "\"moved\":0,\"remaining\":0,\"share\":0.0,\"startedAt\":null}}}"));
	}

	@Test
	void planTellsWhatMoves() {
		MigrationPlan plan = pools.migrations().plan("default", Map.of("n1", 100, "n2", 100));
		double share = plan.share();
		assertThat(share).isCloseTo(0.25, within(0.01));
		String size = "\"keys\":" + plan.keys() + ",\"bytes\":" + plan.bytes();
		assertThat(server.post("migration/default", "{\"action\":\"plan\",\"nodes\":\"n1=100,n2=100\"}"))
			.isEqualTo(new Answer(200, "{\"share\":" + share + "," + size
					+ ",\"moves\":[{\"from\":\"n2\",\"to\":\"n1\",\"share\":" + share + "," + size + "}]}"));
	}

	@Test
	void whatTheMigrationsRefuseIsAConflict() {
		Answer answer = server.post("migration/default", "{\"action\":\"end\"}");
		assertThat(answer).isEqualTo(new Answer(409, "{\"error\":\"there is no migration of pool 'default' to end\"}"));
	}

	@Test
	void migrationOfAnUnknownPoolIsNotFound() {
		assertThat(server.post("migration/nope", "{\"action\":\"end\"}").status()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{}                                          | 'action' is required: one of plan, begin, end, abort
					{"action":"go"}                             | 'action' must be one of plan, begin, end, abort (was 'go')
					{"action":"plan"}                           | 'nodes' is required for the action 'plan'
					{"action":"plan","nodes":"n1"}              | 'nodes' must be nodes with weights such as 'n1=100,n2=150' (had 'n1')
					{"action":"plan","nodes":"n1=1,n1=2"}       | 'nodes' must have each node once (had 'n1' twice)
					{"action":"plan","nodes":"n1=-1"}           | 'nodes: n1' must be a whole number between 0 and 1000000 (was '-1')
					{"action":"begin","nodes":"n1=1"}           | 'mode' is required for the action 'begin'
					{"action":"begin","nodes":"n1=1","mode":"x"} | 'mode' must be active or passive (was 'x')
					""",
			quoteCharacter = '~')
	void actionThatMakesNoSenseIsRefused(String body, String error) {
		assertThat(server.post("migration/default", body)).isEqualTo(new Answer(400, "{\"error\":\"" + error + "\"}"));
	}

	private static double share(int node) {
		return pools.get("default").describe().nodes().get(node).share();
	}

}
