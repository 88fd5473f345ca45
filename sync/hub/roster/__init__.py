"""The list of residents as a site brings it: a CSV file of one appointment a row.

UTF-8 with or without a byte order mark, fields parted by comma, semicolon or tab. The first row
names the columns, in English or Vietnamese, in any order and case, with or without accents:

| column | also | holds |
|---|---|---|
| `name` | Họ tên, Họ và tên | the full name |
| `birth_date` | Ngày sinh, Năm sinh | 29/03/1987, 1987-03-29, or only 1987 |
| `sex` | Giới tính | nam, nữ, male, female, or nothing |
| `citizen_id` | CCCD, Số CCCD | 12 digits, 9 of an old card, or nothing |
| `phone` | Điện thoại, Số điện thoại | 0912345678 or +84912345678, or nothing |
| `registration` | Đăng ký | app, paper, giấy; nothing means app |
| `day` | Ngày hẹn | the day of the appointment, as birth_date |
| `from`, `to` | Giờ từ, Giờ đến | 07:30, 7h30, by the site's clock |
| `slot` | Giờ hẹn | both in one: 07:30-08:00 |
| `dose` | Mũi | 1, 2, …; nothing means 1 |
| `product` | Vắc xin | a product of the campaign, or nothing |
| `dose1_product` | mui1_vaccine | the product of dose 1, given before; `dose2_product` likewise |
| `dose1_day` | mui1_ngay | when it was given |
| `dose1_lot` | mui1_lo | its lot, or nothing |

`name`, `birth_date`, `day` and the time are required; other columns are ignored. A resident is
known by the citizen id, else by name, birth and phone: importing a file again changes nothing.
"""
