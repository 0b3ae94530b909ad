package dev.downshift.web.signin;

import org.springframework.boot.session.autoconfigure.DefaultCookieSerializerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The cookie that names a session. */
@Configuration(proxyBeanMethods = false)
class SessionCookies {

    /** The id stands in the cookie as it is: a cookie cannot hold what the database cannot look up, an encoded one could. */
    @Bean
    DefaultCookieSerializerCustomizer plainSessionIds() {
        return cookies -> cookies.setUseBase64Encoding(false);
    }
}
