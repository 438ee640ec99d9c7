package dev.sm.handler;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a drop returns, and what an add takes.
 */
class HandedOverStateTests {

	private static final byte[] STATE = "läuft".getBytes(StandardCharsets.UTF_8);

	private final List<String> calls = new ArrayList<>();

	@Test
	void textGoesFromDropToAdd() throws Exception {
		ShardCallback callback = callback(new Texts(this.calls));
		assertThat(callback.release(ShardHandlersTests.SHARD)).isEqualTo(STATE);
		callback.add(ShardHandlersTests.SHARD, STATE);
		callback.add(ShardHandlersTests.SHARD);
		assertThat(this.calls).containsExactly("add 7 läuft", "add 7 null");
	}

	@Test
	void bytesGoFromDropToAdd() throws Exception {
		ShardCallback callback = callback(new Bytes(this.calls));
		assertThat(callback.release(ShardHandlersTests.SHARD)).isEqualTo(STATE);
		callback.add(ShardHandlersTests.SHARD, STATE);
		assertThat(this.calls).containsExactly("add 7 6");
	}

	@Test
	void anAddThatWantsNoneIsCalledAllTheSame() throws Exception {
		ShardCallback callback = callback(new Plain(this.calls));
		assertThat(callback.release(ShardHandlersTests.SHARD)).isNull();
		callback.add(ShardHandlersTests.SHARD, STATE);
		assertThat(this.calls).containsExactly("add 7");
	}

	@Test
	void anythingElseIsRefused() {
		assertThatExceptionOfType(InvalidShardHandlerException.class).isThrownBy(() -> callback(new Numbers()))
			.withMessageContaining("@OnShardDrop must return nothing, or what the next owner is to get as a byte[]");
	}

	private static ShardCallback callback(Object handler) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.getBeanFactory().registerSingleton("handler", handler);
			context.refresh();
			return ShardHandlers.of(context, "orders").callbacks().get("orders");
		}
	}

	@ShardHandler
	record Texts(List<String> calls) {

		@OnShardAdd
		void add(Shard shard, @Nullable String state) {
			this.calls.add("add " + shard.id() + " " + state);
		}

		@OnShardDrop
		String drop() {
			return "läuft";
		}

	}

	@ShardHandler
	record Bytes(List<String> calls) {

		@OnShardAdd
		void add(String id, byte[] state) {
			this.calls.add("add " + id + " " + state.length);
		}

		@OnShardDrop
		byte[] drop() {
			return STATE;
		}

	}

	@ShardHandler
	record Plain(List<String> calls) {

		@OnShardAdd
		void add(String id) {
			this.calls.add("add " + id);
		}

		@OnShardDrop
		void drop() {
		}

	}

	@ShardHandler
	record Numbers() {

		@OnShardAdd
		void add() {
		}

		@OnShardDrop
		int drop() {
			return 7;
		}

	}

}
