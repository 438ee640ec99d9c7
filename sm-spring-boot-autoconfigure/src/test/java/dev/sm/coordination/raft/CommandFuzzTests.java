package dev.sm.coordination.raft;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.sm.coordination.Transaction;
import dev.sm.fuzz.FuzzTarget;
import dev.sm.fuzz.Fuzzing;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Garbage where members of a Raft group expect messages, entries of the log and
 * snapshots.
 */
public class CommandFuzzTests {

	private static final Set<Class<? extends Throwable>> REFUSED = Set.of(IOException.class);

	@TestFactory
	Stream<DynamicTest> messages() {
		return Fuzzing.tests(targets());
	}

	/**
	 * What is fuzzed.
	 * @return the targets
	 */
	public static List<FuzzTarget> targets() {
		Command commit = new Command.Commit(5, 7, 6,
				Transaction.builder().ifAbsent("/a").ifUnchanged("/b", 9).put("/a", "v", "s1").delete("/b").build());
		return List.of(FuzzTarget.bytes("command", REFUSED, (bytes) -> {
			Command command = Codec.command(bytes);
			assertThat(Codec.command(Codec.encode(command))).isEqualTo(command);
			applied(command);
		}, Codec.encode(commit), Codec.encode(new Command.Open("s1", 1_000_000_000L)),
				Codec.encode(new Command.Renew("s1")), Codec.encode(new Command.Close("s1")),
				Codec.encode(new Command.Tick())),
				FuzzTarget.bytes("outcome", REFUSED, (bytes) -> Codec.outcome(bytes), Codec.encode(Outcome.of(true, 8)),
						Codec.encode(Outcome.sessionLost("s1", 9))),
				FuzzTarget.bytes("snapshot", REFUSED, (bytes) -> {
					RaftState state = RaftState.read(new Decoder(new ByteArrayInputStream(bytes)));
					state.apply(9, 5_000_000_000L, new Command.Tick());
				}, snapshot(new RaftState()), snapshot(applied(commit))),
				FuzzTarget.text("address of a member", Set.of(IllegalArgumentException.class), (text) -> {
					MemberAddress address = MemberAddress.of("peers", text);
					assertThat(MemberAddress.of("peers", address.toString())).isEqualTo(address);
				}, "localhost:7400", "m1@10.0.0.1:7400", "[::1]:7400"));
	}

	/** Whatever can be read can be applied, and the state goes on. */
	private static RaftState applied(Command command) {
		RaftState state = new RaftState();
		state.apply(1, 1L, new Command.Open("s1", 1_000_000_000L));
		state.apply(1, 2L, command);
		state.apply(1, 3_000_000_000L, new Command.Tick());
		state.apply(2, null, command);
		return state;
	}

	private static byte[] snapshot(RaftState state) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			state.write(new Encoder(bytes));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
