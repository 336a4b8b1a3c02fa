package dev.crema.datasets;

import static tech.tablesaw.api.ColumnType.BOOLEAN;
import static tech.tablesaw.api.ColumnType.DOUBLE;
import static tech.tablesaw.api.ColumnType.LOCAL_DATE;

import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * How much electricity Victoria, in Australia, took at most on each day of 2014, and how warm Melbourne was (Hyndman,
 * Athanasopoulos 2018, "Forecasting: principles and practice", second edition, data set {@code elecdemand}).
 */
public final class Electricity {
    private static final DataFile FILE = new DataFile(
            "electricity/victoria-2014.csv.gz",
            2_733,
            "f1b663fba021376e43b1bce87939700385052c2abb11a52a10f720e5b3796cb0");
    private static final ColumnType[] TYPES = {LOCAL_DATE, BOOLEAN, DOUBLE, DOUBLE};

    private Electricity() {}

    /**
     * Loads the 365 days, in their order.
     *
     * <p>Columns: {@code date}; {@code workday}, false on Saturdays, Sundays and public holidays; {@code high-temperature},
     * the day's highest, in °C, from 9.8 to 43.2; {@code peak-demand}, that of the half hour with the highest, in GW, from
     * 3.908 to 9.345. Nothing is missing. Demand rises with heat above about 25 °C, and with cold.
     *
     * <p>If the system property {@code crema.data} is set, the file comes from that directory, laid out as
     * {@code datasets/data}, instead of the class path.
     *
     * @return a table of the caller's own
     * @throws DataException if the data file is missing, truncated or altered
     */
    public static Table load() {
        return Table.read()
                .usingOptions(CsvReadOptions.builderFromString(FILE.text())
                        .columnTypes(TYPES)
                        .tableName("Electricity in Victoria, 2014")
                        .build());
    }
}
