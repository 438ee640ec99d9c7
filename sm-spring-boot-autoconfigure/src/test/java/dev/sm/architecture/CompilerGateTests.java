package dev.sm.architecture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows that the compiler, with the very arguments of the build, refuses what it is there
 * to refuse.
 */
class CompilerGateTests {

	private static final Pattern ARGUMENT = Pattern.compile("<arg>(.*?)</arg>");

	@TempDir
	private Path folder;

	@Test
	void whatIsRightCompiles() throws Exception {
		assertThat(compile("return (text != null) ? text.length() : 0;")).isEmpty();
	}

	@Test
	void aDereferenceOfWhatMayBeNullIsAnError() throws Exception {
		assertThat(compile("return text.length();")).contains("[NullAway]").contains("error");
	}

	@Test
	void aWarningIsAnError() throws Exception {
		assertThat(compile("java.util.List raw = new java.util.ArrayList(); return raw.size();")).contains("[rawtypes]")
			.contains("warnings found and -Werror specified");
	}

	private String compile(String statements) throws IOException, InterruptedException {
		Path source = this.folder.resolve("Plant.java");
		Files.writeString(source, """
				@org.jspecify.annotations.NullMarked
				class Plant {
					int length(@org.jspecify.annotations.Nullable String text) {
						%s
					}
				}
				""".formatted(statements));
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
		Stream.of(Files.readString(Path.of("../.mvn/jvm.config")).trim().split("(?= --)"))
			.map(String::trim)
			.forEach((option) -> command.add("-J" + option.replace(' ', '=')));
		command.addAll(arguments());
		command.addAll(List.of("--release", "17", "-d", this.folder.toString(), "-cp", jspecify(), "-processorpath",
				processors(), source.toString()));
		Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		// newer JVMs warn of what the checker itself uses
		String told = output.lines().filter((line) -> !line.startsWith("WARNING: ")).collect(Collectors.joining("\n"));
		assertThat(javac.waitFor() == 0).as(output).isEqualTo(told.isEmpty());
		return told;
	}

	/** The arguments of the parent's compiler plug-in. */
	private static List<String> arguments() throws IOException {
		String pom = Files.readString(Path.of("../pom.xml"));
		return ARGUMENT.matcher(pom).results().map((MatchResult argument) -> argument.group(1)).toList();
	}

	private static String jspecify() {
		return Path.of(NullMarked.class.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
	}

	private static String processors() throws IOException {
		try (Stream<Path> jars = Files.list(Path.of("target/compiler-gate"))) {
			String path = jars.map(Path::toString).collect(Collectors.joining(":"));
			assertThat(path).contains("error_prone_core").contains("nullaway");
			return path + ":" + jspecify();
		}
	}

}
