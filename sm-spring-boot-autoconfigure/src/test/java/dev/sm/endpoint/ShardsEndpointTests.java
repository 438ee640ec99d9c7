package dev.sm.endpoint;

import java.util.List;
import java.util.Map;

import dev.sm.endpoint.EndpointServer.Answer;
import dev.sm.manager.RecordingShardManager;
import dev.sm.manager.ShardManagerException;
import dev.sm.manager.ShardManagerException.Kind;
import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShardsEndpoint}, by HTTP.
 */
class ShardsEndpointTests {

	private static final String PARTICIPANTS = "\"participants\":["
			+ "{\"id\":\"p1\",\"address\":\"http://localhost:8080\",\"zone\":\"z1\",\"weight\":2.0,"
			+ "\"state\":\"ACTIVE\",\"load\":0.5,\"shards\":1},"
			+ "{\"id\":\"p2\",\"address\":null,\"zone\":\"\",\"weight\":1.0,"
			+ "\"state\":\"DRAINING\",\"load\":0.0,\"shards\":0}]";

	private static final String HELD = "{\"id\":\"0\",\"owner\":\"p1\",\"epoch\":7,\"state\":\"HELD\",\"load\":0.5,"
			+ "\"standbys\":[],\"reason\":\"\"}";

	private static final String UNPLACED = "{\"id\":\"1\",\"owner\":null,\"epoch\":0,\"state\":\"UNPLACED\","
			+ "\"load\":0.0,\"standbys\":[],\"reason\":\"no participant has the tags [gpu]\"}";

	private static RecordingShardManager orders;

	private static EndpointServer server;

	@BeforeAll
	static void start() {
		orders = new RecordingShardManager("orders").shard("0", "HELD").shard("1", "UNPLACED");
		RecordingShardManager large = new RecordingShardManager("large");
		for (int i = 0; i < 1001; i++) {
			large.shard("" + i, "HELD");
		}
		server = new EndpointServer(List.of(new ShardsEndpoint(() -> Map.of("orders", orders, "large", large))),
				"management.endpoint.shards.access=unrestricted");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void reset() {
		orders.wishes.clear();
		orders.refusal = null;
	}

	@Test
	void serviceIsShownExactly() {
		assertThat(server.get("shards/orders").body()).isEqualTo("{\"generation\":3,\"controller\":\"p1\","
				+ PARTICIPANTS + ",\"shards\":[" + HELD + "," + UNPLACED + "],\"total\":2}");
	}

	@Test
	void allServicesAreShown() {
		assertThat(server.get("shards").body())
			.startsWith("{\"services\":{\"large\":{\"generation\":3,\"controller\":\"p1\",")
			.contains("\"orders\":{\"generation\":3,\"controller\":\"p1\"," + PARTICIPANTS);
	}

	@Test
	void atMostThousandShardsAreShown() {
		assertThat(server.get("shards/large").body()).contains("\"id\":\"999\"")
			.doesNotContain("\"id\":\"1000\"")
			.endsWith("\"total\":1001}");
	}

	@Test
	void pageIsShown() {
		assertThat(server.get("shards/orders?offset=1&limit=1").body()).contains("[" + UNPLACED + "],\"total\":2}");
	}

	@Test
	void pageBehindTheEndIsEmpty() {
		assertThat(server.get("shards/orders?offset=2147483647").body()).contains("\"shards\":[],\"total\":2}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			offset=-1   | 'offset' must be a whole number between 0 and 2147483647 (was '-1')
			offset=x    | 'offset' must be a whole number between 0 and 2147483647 (was 'x')
			limit=0     | 'limit' must be a whole number between 1 and 1000 (was '0')
			limit=1001  | 'limit' must be a whole number between 1 and 1000 (was '1001')
			""", quoteCharacter = '~')
	void badPageIsRefused(String query, String error) {
		assertThat(server.get("shards/orders?" + query)).isEqualTo(error(400, error));
	}

	@Test
	void unknownServiceIsNotFound() {
		assertThat(server.get("shards/nope"))
			.isEqualTo(error(404, "there is no service 'nope' (there is [large, orders])"));
	}

	@Test
	void addsAShardWithAllFields() {
		Answer answer = server.post("shards/orders", """
				{"action":"add","shard":"s9","task":"t","weight":2,"tags":"a, b","pin":"p1","group":"g"}""");
		assertThat(answer).isEqualTo(new Answer(200, "{\"service\":\"orders\",\"action\":\"add\",\"shard\":\"s9\"}"));
		ShardSpec spec = ShardSpec.builder("s9").task("t").weight(2).tags("a", "b").pin("p1").group("g").build();
		assertThat(orders.wishes).containsExactly(List.of("add", spec));
	}

	@Test
	void addsAShardWithDefaults() {
		server.post("shards/orders", "{\"action\":\"add\",\"shard\":\"s9\"}");
		assertThat(orders.wishes).containsExactly(List.of("add", ShardSpec.of("s9")));
	}

	@Test
	void numberMayBeAString() {
		server.post("shards/orders", "{\"action\":\"update\",\"shard\":\"s9\",\"weight\":\"2.5\"}");
		assertThat(orders.wishes).containsExactly(List.of("update", ShardSpec.builder("s9").weight(2.5).build()));
	}

	@Test
	void shardMayBeANumber() {
		server.post("shards/orders", "{\"action\":\"remove\",\"shard\":9}");
		assertThat(orders.wishes).containsExactly(List.of("remove", "9"));
	}

	@Test
	void movesAShard() {
		server.post("shards/orders", "{\"action\":\"move\",\"shard\":\"s9\",\"participant\":\"p2\"}");
		assertThat(orders.wishes).containsExactly(List.of("move", "s9", "p2"));
	}

	@Test
	void drainsAndResumesAParticipant() {
		server.post("shards/orders", "{\"action\":\"drain\",\"participant\":\"p1\"}");
		server.post("shards/orders", "{\"action\":\"resume\",\"participant\":\"p1\"}");
		assertThat(orders.wishes).containsExactly(List.of("drain", "p1"), List.of("resume", "p1"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{}                                            | 'action' is required: one of add, update, remove, move, drain, resume
					{"action":"eat"}                              | 'action' must be one of add, update, remove, move, drain, resume (was 'eat')
					{"action":"add"}                              | 'shard' is required for the action 'add'
					{"action":"remove","shard":" "}               | 'shard' is required for the action 'remove'
					{"action":"move","shard":"s"}                 | 'participant' is required for the action 'move'
					{"action":"drain"}                            | 'participant' is required for the action 'drain'
					{"action":"add","shard":"s","weight":"heavy"} | 'weight' must be a number (was 'heavy')
					{"action":"add","shard":"s","weight":0}       | 'weight' of shard 's' must be more than 0 and at most 1000000 (was 0.0)
					{"action":"add","shard":"a/b"}                | 'id' of a shard must be 1 to 200 letters, digits or one of ._-:@+= (was 'a/b')
					""",
			quoteCharacter = '~')
	void wishThatMakesNoSenseIsRefused(String body, String error) {
		assertThat(server.post("shards/orders", body)).isEqualTo(error(400, error));
		assertThat(orders.wishes).isEmpty();
	}

	@Test
	void nestedBodyIsRefused() {
		assertThat(server.post("shards/orders", "{\"action\":{\"name\":\"add\"}}").status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource({ "NOT_FOUND,404", "CONFLICT,409", "UNAVAILABLE,503" })
	void refusalOfTheManagerIsTold(Kind kind, int status) {
		orders.refusal = new ShardManagerException(kind, "because");
		assertThat(server.post("shards/orders", "{\"action\":\"remove\",\"shard\":\"s9\"}"))
			.isEqualTo(error(status, "because"));
	}

	@Test
	void wishForAnUnknownServiceIsNotFound() {
		assertThat(server.post("shards/nope", "{\"action\":\"remove\",\"shard\":\"s9\"}").status()).isEqualTo(404);
	}

	private static Answer error(int status, String error) {
		return new Answer(status, "{\"error\":\"" + error + "\"}");
	}

}
