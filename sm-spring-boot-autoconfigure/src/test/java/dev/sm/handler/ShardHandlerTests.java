package dev.sm.handler;

import dev.sm.handler.scanned.PageViewShards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ShardHandlerTests {

	@Test
	void scanningFindsHandlersUnderTheNameOfTheClass(CapturedOutput output) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				PageViewShards.class.getPackageName())) {
			assertThat(context.getBeanNamesForType(PageViewShards.class)).containsExactly("pageViewShards");
			assertThat(output).doesNotContain("stereotype");
		}
	}

	@Test
	void valueAndServiceAreOne() {
		ShardHandler annotation = AnnotatedElementUtils.findMergedAnnotation(PageViewShards.class, ShardHandler.class);
		assertThat(annotation).isNotNull();
		assertThat(annotation.service()).isEqualTo("page-views").isEqualTo(annotation.value());
	}

	@Test
	void methodsHaveReflectiveHints() throws NoSuchMethodException {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, PageViewShards.class);
		assertThat(
				RuntimeHintsPredicates.reflection().onMethodInvocation(PageViewShards.class.getDeclaredMethod("add")))
			.accepts(hints);
	}

}
