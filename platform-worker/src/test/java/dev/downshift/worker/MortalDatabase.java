package dev.downshift.worker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A database whose clients can be ended as {@code kill -9} ends a process, but between two statements that were chosen
 * beforehand: no line of theirs runs any more, not even a {@code finally}, and their connections break. The threads of a
 * life are those that were started in it.
 */
final class MortalDatabase extends AbstractDataSource {

    private static final InheritableThreadLocal<@Nullable Life> LIFE = new InheritableThreadLocal<>();
    private static final ThreadFactory DAEMONS = Thread.ofPlatform().daemon().name("mortal-", 0).factory();

    private final HikariDataSource immortal;

    MortalDatabase(HikariDataSource immortal) {
        this.immortal = immortal;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Life life = LIFE.get();
        return life == null ? immortal.getConnection() : life.connection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    /** A life that ends at the step that has this word for the so many-th time. */
    Life life(String word, long times) {
        return new Life(word, times);
    }

    /** What stands for a process: its threads, its connections, and the step that it will not survive. */
    final class Life implements AutoCloseable {
        private final HikariDataSource pool;
        private final String word;
        private final long times;
        private final AtomicLong met = new AtomicLong();
        private final Queue<String> steps = new ConcurrentLinkedQueue<>();
        private final CountDownLatch ended = new CountDownLatch(1);

        private Life(String word, long times) {
            this.word = word;
            this.times = times;
            HikariConfig config = new HikariConfig();
            immortal.copyStateTo(config);
            config.setMinimumIdle(0);
            config.setPoolName("mortal");
            this.pool = new HikariDataSource(config);
        }

        /** Runs in a thread of this life. */
        void start(Runnable work) {
            DAEMONS.newThread(() -> {
                LIFE.set(this);
                work.run();
            }).start();
        }

        /** Its statements and commits so far, and what else counts as a step. */
        List<String> steps() {
            return List.copyOf(steps);
        }

        boolean hasEnded() {
            return ended.getCount() == 0;
        }

        /** One more step; the last one does not return. */
        void step(String what) {
            steps.add(what);
            if (what.contains(word) && met.incrementAndGet() == times) {
                end();
            }
            stay();
        }

        /** Ends it wherever it is. */
        @Override
        public void close() {
            end();
        }

        private Connection connection() throws SQLException {
            stay();
            try {
                return (Connection) mortal(Connection.class, pool.getConnection(), "connect");
            } catch (SQLException broken) {
                stay();
                throw broken;
            }
        }

        /** Breaks the connections, so that the server takes back what was not committed and gives up the locks. */
        private void end() {
            ended.countDown();
            DAEMONS.newThread(pool::close).start();
        }

        private void stay() {
            while (hasEnded()) {
                LockSupport.park();
            }
        }

        private Object mortal(Class<?> type, Object target, String sql) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> call(target, method, arguments, sql));
        }

        private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments, String sql) throws Throwable {
            stay();
            String said = arguments != null && arguments.length > 0 && arguments[0] instanceof String text ? text : sql;
            if (method.getName().startsWith("execute") || method.getName().equals("commit")) {
                step(method.getName().equals("commit") ? "commit" : said);
            }
            try {
                Object result = method.invoke(target, arguments);
                stay();
                return switch (result) {
                    case PreparedStatement prepared -> mortal(PreparedStatement.class, prepared, said);
                    case Statement statement -> mortal(Statement.class, statement, sql);
                    case null, default -> result;
                };
            } catch (InvocationTargetException failed) {
                stay();
                throw Objects.requireNonNull(failed.getCause());
            }
        }
    }

    /** The mortal one in place of the application's. */
    static DataSource in(DataSource application) throws SQLException {
        return new MortalDatabase(application.unwrap(HikariDataSource.class));
    }
}
