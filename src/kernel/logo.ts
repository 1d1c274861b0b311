// The kernel's logo in Jupyter's launcher, as SVG; installing the kernelspec draws its PNG sizes.

export const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect width="64" height="64" rx="10" fill="#2f74c0"/>
  <path d="M8 54 20 40l8 7 12-16 16 23z" fill="#8fd0a8"/>
  <circle cx="50" cy="14" r="6" fill="#ffd36b"/>
  <path d="M9 13h20v5.5h-6.8V38h-6.4V18.5H9z" fill="#fff"/>
  <path d="M41.5 20.200c-1.800-1.300-3.900-2.200-6.200-2.200-2 0-3.100.8-3.100 2 0 1.400 1.400 1.900 4 2.900 3.900 1.500 6.300 3.500 6.300 7.400 0 4.800-3.700 7.600-9.100 7.600-2.900 0-5.700-.9-7.700-2.400v-6c2.200 2 4.900 3.200 7.500 3.200 2 0 3.100-.8 3.100-2.100 0-1.500-1.300-2.100-4.100-3.200-3.700-1.400-6.200-3.300-6.200-7.200 0-4.500 3.600-7.500 9-7.500 2.400 0 4.700.5 6.500 1.500z" fill="#fff"/>
</svg>
`;
