//! Ends of a line at which nobody is, or nobody who answers.

use socket2::{Domain, Socket, Type};
use std::net::{SocketAddr, TcpListener};
use std::thread;

/// An address at which nothing listens.
pub fn closed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// An address that hangs up on everybody; until the test ends.
pub fn hanging_up() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || listener.incoming().for_each(drop));
    address
}

/// A listener whose queue is full: whoever comes now is neither let in nor turned away, as behind a
/// firewall that swallows.
pub struct BlackHole {
    _listener: Socket,
    _queue: Vec<Socket>,
    address: SocketAddr,
}

impl BlackHole {
    /// Digs one.
    pub fn dig() -> Self {
        let new = || Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let listener = new();
        listener.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
        listener.listen(0).unwrap();
        let address = listener.local_addr().unwrap().as_socket().unwrap();
        let queue = (0..4).map(|_| {
            let socket = new();
            socket.set_nonblocking(true).unwrap();
            // In progress at best: that is how the queue fills.
            let _ = socket.connect(&address.into());
            socket
        });
        Self { _queue: queue.collect(), _listener: listener, address }
    }

    /// Where it is.
    pub fn address(&self) -> String {
        self.address.to_string()
    }
}
