package dev.sm.routing.key;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.ExpressionException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * The value of an expression whose root is the request.
 *
 * @param expression the expression
 * @param context what it may reach
 */
record ExpressionKey(Expression expression, EvaluationContext context) implements RequestKey {

	static RequestKey parse(String text, @Nullable BeanResolver beans) {
		try {
			return new ExpressionKey(new SpelExpressionParser().parseExpression(text), context(beans));
		}
		catch (ExpressionException ex) {
			throw new IllegalArgumentException("'#{" + text + "}' must be an expression: " + ex.getSimpleMessage(), ex);
		}
		catch (IndexOutOfBoundsException | StackOverflowError ex) {
			// of Spring's parser, for a number without its exponent, and for what is deep
			throw new IllegalArgumentException(
					"'#{" + text + "}' must be an expression, without numbers that are cut off, and not deep", ex);
		}
	}

	private static EvaluationContext context(@Nullable BeanResolver beans) {
		if (beans == null) {
			return SimpleEvaluationContext.forReadOnlyDataBinding().withInstanceMethods().build();
		}
		StandardEvaluationContext context = new StandardEvaluationContext();
		context.setBeanResolver(beans);
		return context;
	}

	@Override
	public @Nullable String of(RequestView request) {
		Object value = this.expression.getValue(this.context, request);
		return (value != null) ? value.toString() : null;
	}

}
