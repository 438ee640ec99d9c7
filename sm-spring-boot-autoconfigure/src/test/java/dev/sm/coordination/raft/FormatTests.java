package dev.sm.coordination.raft;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.sm.coordination.Transaction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What members of format 2 keep and send, byte for byte: a member of the next version
 * reads the same log. Whoever has to change it raises the format of the folder, so that
 * members of both never are in one group.
 */
class FormatTests {

	private static final String SNAPSHOT = "0402020204020473318090dfc04a8090dfc04a04042f61027604047331042f6202770400020a0c02020e000400";

	private static final Map<Command, String> COMMANDS = new LinkedHashMap<>();

	static {
		COMMANDS.put(new Command.Open("s1", 10_000_000_000L), "02020473318090dfc04a");
		COMMANDS.put(new Command.Renew("s1"), "0204047331");
		COMMANDS.put(new Command.Close("s1"), "0206047331");
		COMMANDS.put(new Command.Commit(5, 7, 6,
				Transaction.builder()
					.ifAbsent("/a")
					.ifUnchanged("/b", 900)
					.put("/a", "v\u00e9", "s1")
					.delete("/b")
					.build()),
				"02080a0e0c04042f6100042f62880e04042f61020676c3a9047331042f6200");
		COMMANDS.put(new Command.Tick(), "020a");
	}

	@Test
	void entriesOfTheLogAreWhatTheyWere() throws IOException {
		for (Map.Entry<Command, String> command : COMMANDS.entrySet()) {
			assertThat(hex(Codec.encode(command.getKey()))).as(command.getKey().toString())
				.isEqualTo(command.getValue());
			assertThat(Codec.command(HexFormat.of().parseHex(command.getValue()))).isEqualTo(command.getKey());
		}
	}

	@Test
	void answersAreWhatTheyWere() {
		assertThat(hex(Codec.encode(Outcome.of(true, 8)))).isEqualTo("02001000");
		assertThat(hex(Codec.encode(Outcome.sessionLost("s1", 9)))).isEqualTo("020412047331");
		assertThat(hex(Codec.encode(Outcome.refused("full", 9)))).isEqualTo("0206120866756c6c");
	}

	@Test
	void snapshotsAreWhatTheyWere() throws IOException {
		RaftState state = new RaftState();
		state.apply(1, 1L, new Command.Open("s1", 10_000_000_000L));
		state.apply(1, 2L,
				new Command.Commit(5, 7, 6, Transaction.builder().put("/a", "v", "s1").put("/b", "w").build()));
		assertThat(hex(written(state))).isEqualTo(SNAPSHOT);
		RaftState read = RaftState.read(new Decoder(new ByteArrayInputStream(HexFormat.of().parseHex(SNAPSHOT))));
		assertThat(hex(written(read))).isEqualTo(SNAPSHOT);
	}

	private static byte[] written(RaftState state) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		state.write(new Encoder(bytes));
		return bytes.toByteArray();
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

}
