package dev.downshift.http;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Requires;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Consumer;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Holds requests to what their method {@link Requires}, before their body or their fields are read. */
public final class PermissionCheck implements HandlerInterceptor {

    private PermissionCheck() {}

    /** The check of the requests that {@code addresses} says. */
    public static WebMvcConfigurer at(Consumer<InterceptorRegistration> addresses) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                addresses.accept(registry.addInterceptor(new PermissionCheck()));
            }
        };
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Requires requires = handler instanceof HandlerMethod method ? method.getMethodAnnotation(Requires.class) : null;
        if (requires != null) {
            Actor.current().require(requires.value());
        }
        return true;
    }
}
