from . import address_list, takeover
