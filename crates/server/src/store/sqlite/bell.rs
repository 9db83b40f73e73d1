//! The table of the bell: one row, how much came from askers and how much of it was told of.

use super::fault::fault;
use hrc_domain::error::Result;
use rusqlite::Connection;

/// Something came.
pub fn ring(connection: &Connection) -> Result<()> {
    let sql = "UPDATE bell SET arrived = arrived + 1";
    connection.execute(sql, []).map(drop).map_err(fault("noting that something came"))
}

/// How much came, where the experts were not told of all of it.
pub fn untold(connection: &Connection) -> Result<Option<i64>> {
    let sql = "SELECT arrived, told FROM bell";
    let row = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
    let (arrived, told): (i64, i64) = row.map_err(fault("reading what was not told yet"))?;
    Ok((arrived > told).then_some(arrived))
}

/// They were told of this much. What came meanwhile is not among it.
pub fn told(connection: &Connection, arrived: i64) -> Result<()> {
    let sql = "UPDATE bell SET told = max(told, ?1)";
    connection.execute(sql, [arrived]).map(drop).map_err(fault("noting what was told"))
}
