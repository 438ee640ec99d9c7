package dev.sm.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Something that reads what comes from outside. Whatever it is given, it either takes it
 * or refuses it as it promises; a body also checks what must hold of what it takes.
 *
 * @param name what it is called
 * @param corpus inputs to start from
 * @param refusals what it may throw
 * @param body gives it one input
 */
public record FuzzTarget(String name, List<byte[]> corpus, Set<Class<? extends Throwable>> refusals, Body body) {

	/**
	 * A target that reads text.
	 * @param name what it is called
	 * @param refusals what it may throw
	 * @param body gives it one text
	 * @param corpus texts to start from
	 * @return the target
	 */
	public static FuzzTarget text(String name, Set<Class<? extends Throwable>> refusals, Consumer<String> body,
			String... corpus) {
		return new FuzzTarget(name, bytes(corpus), refusals, (input) -> body.accept(Mutations.text(input)));
	}

	/**
	 * A target that reads bytes.
	 * @param name what it is called
	 * @param refusals what it may throw
	 * @param body gives it one input
	 * @param corpus inputs to start from
	 * @return the target
	 */
	public static FuzzTarget bytes(String name, Set<Class<? extends Throwable>> refusals, Body body, byte[]... corpus) {
		return new FuzzTarget(name, List.of(corpus), refusals, body);
	}

	private static List<byte[]> bytes(String[] corpus) {
		return List.of(corpus).stream().map((text) -> text.getBytes(StandardCharsets.UTF_8)).toList();
	}

	/**
	 * Gives the target one input.
	 * @param input the input
	 * @throws Throwable what the target throws, unless it may
	 */
	public void run(byte[] input) throws Throwable {
		try {
			this.body.run(input);
		}
		catch (Throwable ex) {
			if (this.refusals.stream().noneMatch((refusal) -> refusal.isInstance(ex))) {
				throw ex;
			}
		}
	}

	/** Gives one input. */
	@FunctionalInterface
	public interface Body {

		/**
		 * Gives one input.
		 * @param input the input
		 * @throws Exception what the target throws
		 */
		void run(byte[] input) throws Exception;

	}

}
