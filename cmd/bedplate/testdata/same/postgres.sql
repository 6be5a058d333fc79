CREATE TABLE artist (artist_id INT NOT NULL, name VARCHAR(120), founded DATE, rating DOUBLE PRECISION, CONSTRAINT artist_pkey PRIMARY KEY (artist_id));
CREATE TABLE album (album_id INT NOT NULL, title VARCHAR(160) NOT NULL, artist_id INT NOT NULL REFERENCES artist (artist_id), price NUMERIC(10,2) NOT NULL, live BOOLEAN NOT NULL,
  CONSTRAINT album_pkey PRIMARY KEY (album_id));
CREATE INDEX album_artist_id_idx ON album (artist_id);
CREATE TABLE employee (employee_id INT PRIMARY KEY, last_name VARCHAR(20) NOT NULL, reports_to INT REFERENCES employee (employee_id), hire_date TIMESTAMP);
CREATE TABLE playlist (code VARCHAR(12) PRIMARY KEY, name VARCHAR(120) UNIQUE);
CREATE TABLE playlist_album (code VARCHAR(12) NOT NULL REFERENCES playlist (code) ON DELETE CASCADE, album_id INT NOT NULL REFERENCES album (album_id), weight BIGINT, PRIMARY KEY (code, album_id));
CREATE VIEW cheap AS SELECT album_id, title, price FROM album WHERE price < 5;
